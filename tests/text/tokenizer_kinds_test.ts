import { assertEquals, assertThrows } from "@std/assert";
import { SubwordTokenizer } from "../../lib/text/subword_tokenizer.ts";
import { tokenizerFrom } from "../../lib/text/tokenizer_kinds.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";

Deno.test("tokenizerFrom() makes both kinds again", () => {
  const wordTokenizer = new WordTokenizer(["Tom"], { lowerCase: false });
  const subwordTokenizer = new SubwordTokenizer({
    parts: ["▁", "g", "o", "go"],
    merges: [["g", "o"]],
  });
  for (
    const [kind, tokenizer, lowerCase] of [
      ["words", wordTokenizer, false],
      ["subwords", subwordTokenizer, true],
    ] as const
  ) {
    const data = JSON.parse(JSON.stringify(tokenizer));
    const twin = tokenizerFrom(kind, data, { lowerCase });
    for (const text of ["Tom go", "tom"]) {
      assertEquals(twin.encode(text), tokenizer.encode(text));
    }
  }
});

Deno.test("tokenizerFrom() refuses what is no tokenizer", () => {
  const refused: ["words" | "subwords", unknown, string, string][] = [
    ["words", { parts: [] }, "a list of words", '{"parts":[]}'],
    ["words", [1], "a list of words", "[1]"],
    ["subwords", ["a"], "parts and merges", '["a"]'],
    [
      "subwords",
      { parts: ["a"], merges: ["a"] },
      "parts and merges",
      '{"parts":["a"],"merges":["a"]}',
    ],
    ["words", undefined, "a list of words", "undefined"],
  ];
  for (const [kind, data, need, got] of refused) {
    const error = assertThrows(
      () => tokenizerFrom(kind, data, {}),
      SyntaxError,
    );
    assertEquals(
      error.message,
      `Cannot make a tokenizer of ${kind} as its data must be ${need}: got ${got}`,
    );
  }
});
