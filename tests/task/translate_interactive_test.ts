import { assertEquals } from "@std/assert";
import { translateLines } from "../../lib/task/translate_interactive.ts";
import { smallTranslator } from "../support/small_translator.ts";

Deno.test("translateLines() answers each line, however they come", async () => {
  const translator = smallTranslator();
  const expected = await translator.translate(["a b", "", "c", "d e"]);
  for (
    const chunks of [
      ["a b\n\nc\nd e\n"],
      ["a", " b\r\n", "\nc", "\nd e"],
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
