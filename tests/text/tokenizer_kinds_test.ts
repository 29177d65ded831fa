import { assertEquals, assertThrows } from "@std/assert";
import { SubwordTokenizer } from "../../lib/text/subword_tokenizer.ts";
import {
  learnTokenizer,
  tokenizerFrom,
} from "../../lib/text/tokenizer_kinds.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";
import { canLoad, canWrite } from "../support/permissions.ts";

Deno.test("learnTokenizer() learns words", async () => {
  const tokenizer = await learnTokenizer(["Tom tom a b b"], {
    kind: "words",
    minCount: 2,
    lowerCase: false,
  });
  assertEquals(tokenizer.toJSON(), ["b"]);
  const two = { kind: "words", maxSize: 6 } as const;
  assertEquals((await learnTokenizer(["b b a a c"], two)).size, 6);
});

Deno.test({
  name: "learnTokenizer() learns subwords",
  ignore: !canLoad || !canWrite,
  fn: async () => {
    const kind = "subwords";
    const tokenizer = await learnTokenizer(["Go go go"], { kind, maxSize: 8 });
    assertEquals(tokenizer.size, 8);
    assertEquals(tokenizer.decode(tokenizer.encode("GO")), "go");
    const cased = await learnTokenizer(["Go go go"], {
      kind,
      maxSize: 12,
      lowerCase: false,
    });
    assertEquals(cased.decode(cased.encode("Go go")), "Go go");
  },
});

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
