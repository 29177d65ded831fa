import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tf } from "../../lib/engine/tf.ts";
import { shellCommand } from "../../lib/task/shell_command.ts";
import { translate } from "../../lib/task/translate.ts";
import { FILES } from "../../lib/train/train_steps.ts";
import { translationLoss } from "../../lib/train/translation_loss.ts";
import { Translator } from "../../lib/train/translator.ts";
import { heard } from "../support/heard.ts";
import { numberPairs, numberTable } from "../support/number_pairs.ts";
import { canRun } from "../support/permissions.ts";
import { testInFolder } from "../support/test_in_folder.ts";

/** A model that takes a second, on wasm for all to have. */
const SIZES = ["--model", "narrow", "--width", "16", "--hidden", "32"]
  .concat("--heads", "2", "--layers", "1", "--min-count", "1")
  .concat("--backend", "wasm", "--rate", "0.01");
const SMALL = [...SIZES, "--batch", "25"];

testInFolder("translate train and evaluate take a table", async (folder) => {
  const [table, run, texts] = ["numbers.tsv", "run", "texts.txt"]
    .map((name) => join(folder, name));
  await Deno.writeTextFile(table, numberTable());
  const data = ["--columns", "2,1", "--train", table];
  const train = ["train", ...data, ...SMALL, "--output", run];
  const { code, said } = await heard(() =>
    translate([...train, "--epochs", "2", "--patience", "5"])
  );
  assertEquals(code, 0);
  const lines = said.split("\n");
  assertEquals(
    lines[0],
    "numbers.tsv: 79 pairs to train on, 5 to choose with; 8 and 8 ids of words",
  );
  assert(/^narrow: [\d,]+ parameters; backend wasm; folder /.test(lines[3]));
  assert(/^8 steps, 2 epochs, \d+ s, \d+ words\/s; metrics in /.test(lines[4]));
  assert(/^Least validation loss \d\.\d{3} nats a word, in /.test(lines[5]));
  assertEquals(
    lines[6],
    `Score it: ${
      shellCommand(["translate", "evaluate", "--model", run, "--data", "FILE"])
    } --columns 2,1`,
  );
  const otherwise = [...train, "--epochs", "2", "--patience", "5"]
    .concat("--norm", "pre", "--weight-decay", "0.3");
  await assertRejects(
    () => heard(() => translate(otherwise)),
    RangeError,
    'got model.norm "post", not "pre", weightDecay 0.1, not 0.3',
  );
  const evaluate = ["evaluate", "--model", run, "--data", table]
    .concat("--columns", "2,1", "--backend", "wasm", "--samples", "1");
  const score = await heard(() => translate([...evaluate, "--output", texts]));
  assertEquals(score.code, 0);
  const translator = await Translator.read(run);
  const loss = await translationLoss(
    translator.model,
    translator.encode(numberPairs()),
  );
  translator.dispose();
  assertStringIncludes(score.said, `, loss ${loss.toFixed(3)} nats a word`);
  assert(/\nBLEU \(none\) \d+\.\d\d, chrF /.test(score.said), score.said);
  assertStringIncludes(score.said, "\n  eins\n= ");
  const written = await Deno.readTextFile(texts);
  assertEquals(written.trimEnd().split("\n").length, 84);
  const twin = await heard(() => translate([...evaluate, "--baseline", texts]));
  assertStringIncludes(
    twin.said,
    `\nLess the scores of ${texts}, by a paired bootstrap:
BLEU 0.00, 95 % interval 0.00 to 0.00, p 1.000
chrF 0.00, 95 % interval 0.00 to 0.00, p 1.000`,
  );
});

testInFolder(
  "translate train takes two files, and tests at the end",
  async (folder) => {
    const { source, target } = numberPairs();
    const [de, en] = ["a.de", "a.en"].map((name) => join(folder, name));
    await Deno.writeTextFile(de, source.join("\n"));
    // two becomes the most frequent word
    await Deno.writeTextFile(en, target.with(0, "two two").join("\n"));
    const pairs = `${de},${en}`;
    const { code, said } = await heard(() =>
      translate(
        ["train", "--train", pairs, "--validation", pairs, "--test", pairs]
          .concat(SIZES, "--embedding-rank", "2", "--epochs", "1")
          .concat("--tokens", "90", "--accumulate", "2", "--norm", "pre")
          .concat("--attention-dropout", "0.1", "--feed-forward-dropout", "0.2")
          .concat("--word-order", "alphabet", "--output", join(folder, "run")),
      )
    );
    assertEquals(code, 0);
    assertStringIncludes(said, "a.de,a.en: 84 pairs to train on, 84 to choose");
    assertStringIncludes(said, "\nBLEU (none) ");
    const config = JSON.parse(
      await Deno.readTextFile(join(folder, "run", "config.json")),
    );
    assertEquals(config.model.factored, { embedding: { rank: 2, order: 2 } });
    assertEquals(config.target, config.target.toSorted());
    assertEquals(config.model.norm, "pre");
    assertEquals(config.model.attentionDropout, 0.1);
    assertEquals(config.model.feedForwardDropout, 0.2);
  },
);

testInFolder(
  "translate refuses what does not fit before any work",
  async (folder) => {
    const table = join(folder, "numbers.tsv");
    await Deno.writeTextFile(table, numberTable());
    const message = async (args: string[]) =>
      (await assertRejects(() => heard(() => translate(args))) as Error).message
        .replaceAll(folder, "FOLDER");
    const cannot = "Cannot run the task as";
    const help = "; --help lists the options";
    assertEquals(
      await message(["learn"]),
      `${cannot} its command must be train or evaluate or interactive: got learn`,
    );
    assertEquals(
      await message(["train", "--model", "wide"]),
      `${cannot} --model must be dense or shapeshifter or skewed or narrow or low-rank or untied or embeddings: got wide${help}`,
    );
    assertEquals(
      await message(["train", "--dropout", "1"]),
      `${cannot} --dropout must be at least 0 and below 1: got 1${help}`,
    );
    assertEquals(
      await message(["train", "--validation", table]),
      `${cannot} --validation must come with --train${help}`,
    );
    for (
      const [args, said] of [
        ["train --columns 2,1", "--columns must come with --train"],
        ["train --held-out 0.1", "--held-out must come with --train"],
        [
          "train --train a --validation b --held-out 0.1",
          "--held-out must not come with --validation",
        ],
        [
          "train --tokens 40 --batch 3",
          "--batch must not come with --tokens",
        ],
        [
          "train --max-positions 1",
          "--max-positions must be at least 2, a word and an end: got 1",
        ],
        ["evaluate --columns 2,1", "--columns must come with --data"],
        ["train --rate 0", "--rate must be a number > 0: got 0"],
        ["train --clip 0", "--clip must be a number > 0: got 0"],
      ]
    ) {
      assertEquals(await message(args.split(" ")), `${cannot} ${said}${help}`);
    }
    const output = join(table, "run"); // below a file, so that it can't be made
    assert(
      (await message(["train", "--train", "none", "--output", output]))
        .startsWith(
          "Cannot save to FOLDER/numbers.tsv/run as it must be a folder that can be written to: got ",
        ),
    );
    for (const option of ["--min-count 3", "--word-order alphabet"]) {
      const [name, value] = option.split(" ");
      assertEquals(
        await message(
          ["train", "--tokenizer", "subwords", name, value, "--output", output],
        ),
        `${cannot} ${name} must come with --tokenizer words: got --tokenizer subwords${help}`,
      );
    }
    assertEquals(
      await message(["evaluate", "--model", folder, "--baseline", table]),
      "Cannot compare with numbers.tsv as it must have a line for each of 1000 sentences: got 84",
    );
    assertEquals(
      await message(["evaluate", "--model", folder, "--backend", "cpu"]),
      "Cannot read a translator from FOLDER as it must have config.json and weights.safetensors: got no FOLDER/config.json",
    );
  },
);

Deno.test("translate lists commands and their options", async () => {
  const { said, code } = await heard(() => translate(["--help"]));
  assertEquals(code, 0);
  assertStringIncludes(said, "deno task translate COMMAND");
  assertEquals((await heard(() => translate([]))).code, 1);
  for (const command of ["train", "evaluate", "interactive"]) {
    assertStringIncludes(said, `\n  ${command} `);
    const { said: options } = await heard(() => translate([command, "--help"]));
    assertEquals(
      options.split("\n").slice(0, 2),
      [`deno task translate ${command}`, ""],
    );
    assertStringIncludes(options, ".\n\nOptions:\n");
    assertStringIncludes(options, "\n  --backend NAME");
  }
});

/** The task in a process of its own. */
function start(args: readonly string[]): Deno.ChildProcess {
  const script = fileURLToPath(
    new URL("../../lib/task/translate.ts", import.meta.url),
  );
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--config", config, script, ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

if (canRun && Deno.build.os !== "windows") {
  testInFolder(
    "Ctrl-C stops translate train, which says how to go on",
    async (folder) => {
      const [table, run] = ["my numbers.tsv", "run"]
        .map((name) => join(folder, name));
      await Deno.writeTextFile(table, numberTable());
      const args = ["train", "--train", table, "--columns", "2,1", ...SMALL]
        .concat("--output", run, "--epochs", "100000");
      const child = start(args);
      child.stdin.close();
      let ended = false;
      child.status.then(() => ended = true);
      while (!ended && !await exists(join(run, FILES.best))) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      if (!ended) child.kill("SIGINT");
      const { code, stdout } = await child.output();
      const said = new TextDecoder().decode(stdout);
      assertEquals(code, 130);
      assertStringIncludes(said, "Stopping behind this step");
      assertStringIncludes(
        said,
        `Stopped and saved. To go on: ${
          shellCommand(["translate", ...args])
        }\n`,
      );
      assert(await exists(join(run, FILES.checkpoint)));

      const pipe = start(["interactive", "--model", run, "--backend", "wasm"]);
      const writer = pipe.stdin.getWriter();
      await writer.write(new TextEncoder().encode("eins fünf\n\nzwei"));
      await writer.close();
      const answer = await pipe.output();
      assertEquals(answer.code, 0);
      assertEquals(
        new TextDecoder().decode(answer.stderr),
        "Unknown: fünf\n",
      );
      const texts = new TextDecoder().decode(answer.stdout).split("\n");
      assertEquals([texts.length, texts[1]], [4, ""]);
    },
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

testInFolder(
  "translate finds out before the work what it can't read or write",
  async (folder) => {
    const table = join(folder, "numbers.tsv");
    await Deno.writeTextFile(table, numberTable());
    const run = join(folder, "run");
    const train = ["train", "--train", table, "--columns", "2,1", ...SMALL]
      .concat("--output", run, "--epochs", "1");
    const missing = join(folder, "none.tsv");
    await assertRejects(
      () => heard(() => translate([...train, "--test", missing])),
      Deno.errors.NotFound,
      "Cannot read none.tsv",
    );
    await assertRejects(
      () => heard(() => translate([...train, "--test", folder])),
      SyntaxError,
    );
    assertEquals([...Deno.readDirSync(run)].length, 0); // nothing was trained
    await heard(() => translate(train));
    const evaluate = ["evaluate", "--model", run, "--data", table]
      .concat("--columns", "2,1", "--backend", "wasm", "--samples", "0");
    await assertRejects(
      () => heard(() => translate([...evaluate, "--output", folder])),
      Error,
      `Cannot save to ${folder} as it must be a file: got a folder`,
    );
    const texts = join(folder, "made", "texts.txt");
    await heard(() => translate([...evaluate, "--output", texts]));
    assertEquals((await Deno.stat(texts)).isFile, true);
  },
);

testInFolder(
  "translate train tests on the backend it trained on",
  async (folder) => {
    const table = join(folder, "numbers.tsv");
    await Deno.writeTextFile(table, numberTable());
    const train = ["train", "--train", table, "--columns", "2,1", ...SMALL]
      .concat(
        "--output",
        join(folder, "run"),
        "--epochs",
        "1",
        "--test",
        table,
      );
    const { code } = await heard(() => translate(train));
    assertEquals([code, tf.getBackend()], [0, "wasm"]);
  },
);

testInFolder(
  "translate train says that it ended early, and that nothing was averaged",
  async (folder) => {
    const table = join(folder, "numbers.tsv");
    await Deno.writeTextFile(table, numberTable());
    const { code, said } = await heard(() =>
      translate(
        ["train", "--train", table, "--validation", table].concat(SMALL)
          .concat("--epochs", "6", "--average", "1", "--patience", "1")
          .concat("--rate", "9", "--output", join(folder, "run")),
      )
    );
    assertEquals(code, 0);
    const [, epoch] = /Ended behind epoch (\d) of 6/.exec(said) ?? [];
    assertEquals(Number(epoch) < 6, true, said);
    assertStringIncludes(
      said,
      `Ended behind epoch ${epoch} of 6, as the last 1 were no better; no weights were averaged\n`,
    );
  },
);
