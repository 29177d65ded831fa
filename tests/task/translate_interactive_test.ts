import { assertEquals, assertNotEquals } from "@std/assert";
import { setTimeout as delay } from "node:timers/promises";
import { translateLines } from "../../lib/task/translate_interactive.ts";
import { detokenize } from "../../lib/text/detokenize.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";
import { Translator } from "../../lib/train/translator.ts";
import { canRun } from "../support/permissions.ts";
import { smallTranslator } from "../support/small_translator.ts";
import { testWhere, UNIX } from "../support/test_where.ts";

Deno.test("translateLines() answers each line, however they come", async () => {
  const translator = smallTranslator();
  const longest = "a b c d e f g";
  const expected = await translator.translate(["a b", "", longest, "d e"]);
  for (
    const chunks of [
      [`a b\n\n${longest}\nd e\n`],
      ["a", " b\r\n", `\n${longest}`, "\nd e"],
    ]
  ) {
    const said: string[] = [];
    await translateLines(translator, ReadableStream.from(chunks), {
      say: (line) => said.push(line),
      warn: () => {
        throw new Error("nothing to warn of");
      },
    });
    assertEquals(said, expected);
  }
  translator.dispose();
});

Deno.test("translateLines() says which words are unknown or too many", async () => {
  const translator = smallTranslator();
  const [said, warned]: string[][] = [[], []];
  const lines = ReadableStream.from(["a q r q\n", "a b c d e f g a b"]);
  await translateLines(translator, lines, {
    beams: 2,
    say: (line) => said.push(line),
    warn: (line) => warned.push(line),
  });
  assertEquals(warned, [
    "Unknown: q, r",
    "Cut behind the first 7 of 9 words: a b c d e f g a b",
  ]);
  assertEquals(
    said,
    await translator.translate(["a q r q", "a b c d e f g"], { beams: 2 }),
  );
  translator.dispose();
});

Deno.test("translateLines() writes words and signs as people do", async () => {
  const { model, source } = smallTranslator();
  const target = new WordTokenizer(["i", "'", "m", ".", "?"]);
  const sentences = ["a b", "c d e", "f g"];
  for (const kind of ["words", "subwords"] as const) {
    const translator = new Translator({ model, kind, source, target });
    const apart = await translator.translate(sentences);
    const said: string[] = [];
    await translateLines(
      translator,
      ReadableStream.from([sentences.join("\n")]),
      { say: (line) => said.push(line), warn: () => {} },
    );
    const written = apart.map(detokenize);
    assertNotEquals(written, apart);
    assertEquals(said, kind === "words" ? written : apart);
  }
  model.dispose();
});

testWhere(UNIX, {
  name: "translate interactive ends where nobody reads on",
  ignore: !canRun,
  fn: async () => {
    const task = new URL("../../lib/task/translate.ts", import.meta.url).href;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--quiet", task, "interactive"],
      env: { TF_CPP_MIN_LOG_LEVEL: "2" },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const input = child.stdin.getWriter();
    const line = new TextEncoder().encode("ich bin hier .\n");
    await input.write(line);
    const reader = child.stdout.getReader();
    assertNotEquals((await reader.read()).value?.length, 0);
    await reader.cancel();
    const ended = child.status.then(({ code }) => code);
    let code: number | undefined;
    for (let tries = 0; tries < 300 && code === undefined; tries++) {
      await input.write(line).catch(() => {}); // it may have ended
      code = await Promise.race([ended, delay(100, undefined)]);
    }
    if (code === undefined) child.kill();
    await input.abort().catch(() => {});
    assertEquals(code, 0);
  },
});
