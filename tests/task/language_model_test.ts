import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { languageModel } from "../../lib/task/language_model.ts";
import { FILES } from "../../lib/train/train_steps.ts";
import { heard } from "../support/heard.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const TEXT = "to be or not to be, that is the question. ".repeat(30);

/** Models that take a second, on wasm for all to have. */
const SMALL = ["--width", "16", "--hidden", "32", "--layers", "1"]
  .concat("--heads", "2", "--window", "8", "--steps", "4", "--epochs", "2")
  .concat("--ratio", "2", "--backend", "wasm", "--prompt", "to")
  .concat("--sample", "12");

testInFolder(
  "language-model trains, compares and samples, and recalls a finished run",
  async (folder) => {
    const file = join(folder, "text.txt");
    await Deno.writeTextFile(file, TEXT);
    const args = ["--data", file, "--output", join(folder, "out"), ...SMALL];
    const first = await heard(() => languageModel(args));
    assertEquals(first.code, 0);
    const lines = first.said.split("\n");
    assertEquals(
      lines[0],
      "1,134 characters to train on, 126 held out, 15 different ones; backend wasm",
    );
    assert(/^dense: [\d,]+ parameters; folder /.test(lines[2]), lines[2]);
    assert(/^to.{12}$/.test(lines[3]), lines[3]);
    const table = lines.slice(-4).map((line) => line.split(/ {2,}/));
    assertEquals(table.map(([name]) => name), [
      "model",
      "dense",
      "factored",
      "narrow",
    ]);
    for (const [, , , nats, bits] of table.slice(1)) {
      assert(Number(nats) > 0 && Number(nats) < Math.log(17) + 1);
      assert(Math.abs(Number(nats) / Math.LN2 - Number(bits)) < 2e-3);
    }
    const again = await heard(() => languageModel(args));
    assertEquals(again.said, first.said);

    const other = [...args, "--rate", "0.1"];
    await assertRejects(
      () => heard(() => languageModel(other)),
      RangeError,
      "got rate 0.003, not 0.1",
    );
    const error = await assertRejects(() =>
      heard(() => languageModel([...args, "--prompt", "x"]))
    ) as Error;
    assertStringIncludes(error.message, 'got "x"');
  },
);

Deno.test("language-model refuses kinds that there are not, and lists its options", async () => {
  const error = await assertRejects(
    () => languageModel(["--models", "dense,wide"]),
    SyntaxError,
  );
  assertEquals(
    error.message,
    "Cannot run the task as --models must be of dense, factored, narrow: got wide; --help lists the options",
  );
  for (const name of ["--rate", "--ratio"]) {
    const { message } = await assertRejects(
      () => languageModel([name, "0"]),
      SyntaxError,
    );
    assertEquals(
      message,
      `Cannot run the task as ${name} must be a number > 0: got 0; --help lists the options`,
    );
  }
  const { code, said } = await heard(() => languageModel(["--help"]));
  assertEquals(code, 0);
  assertStringIncludes(said, "--temperature NUMBER");
});

testInFolder(
  "language-model refuses a prompt that the text has not before it trains, and takes one from the text",
  async (folder) => {
    const file = join(folder, "text.txt");
    await Deno.writeTextFile(file, TEXT);
    const output = join(folder, "out");
    const args = ["--data", file, "--output", output, ...SMALL]
      .concat("--models", "dense", "--epochs", "1");
    for (const [prompt, got] of [["", "none"], ["to X", '"to X"']]) {
      const error = await assertRejects(
        () => heard(() => languageModel([...args, "--prompt", prompt])),
        SyntaxError,
      );
      assertEquals(
        (error as Error).message,
        `Cannot run the task as --prompt must be characters of the text, at least one: got ${got}; --help lists the options`,
      );
    }
    assertEquals([...Deno.readDirSync(output)].length, 0);
    const at = args.indexOf("--prompt");
    const { said } = await heard(() => languageModel(args.toSpliced(at, 2)));
    assert(/\nto be .{12}\n/.test(said), said);
  },
);

testInFolder(
  "language-model takes line breaks of Windows for those of Unix",
  async (folder) => {
    const files = await Promise.all(["\n", "\r\n"].map(async (end, i) => {
      const file = join(folder, `${i}.txt`);
      await Deno.writeTextFile(file, TEXT.replaceAll(". ", `.${end}`));
      return file;
    }));
    const heads: string[] = [];
    for (const [i, file] of files.entries()) {
      const output = join(folder, `out${i}`);
      const args = ["--data", file, "--output", output, "--models", "dense"];
      const { said } = await heard(() => languageModel([...args, ...SMALL]));
      heads.push(said.split("\n")[0]);
    }
    assertEquals(heads[1], heads[0]);
  },
);

testInFolder(
  "language-model begins as the training whose results README has",
  async (folder) => {
    const args = ["--backend", "wasm", "--output", folder, "--sample", "1"];
    await heard(() =>
      languageModel([...args, "--epochs", "1", "--steps", "1"])
    );
    // of the first batch, by the matrices as they are drawn
    const losses = { dense: 4.258, factored: 4.3146, narrow: 4.2405 };
    for (const [kind, loss] of Object.entries(losses)) {
      const metrics = join(folder, kind, FILES.metrics);
      const [line] = (await Deno.readTextFile(metrics)).split("\n");
      const { loss: first } = JSON.parse(line);
      assertAlmostEquals(first, loss, 1e-3, kind);
    }
  },
);
