import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { SubwordTokenizer } from "../../lib/text/subword_tokenizer.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";
import { words } from "../../lib/text/words.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("words() splits words and signs", () => {
  assertEquals(words("I'd like £5.50…\u00a0NOW!!"), [
    ..."I'd like £ 5 . 50 … NOW ! !".toLowerCase().replace("'", " ' ")
      .split(" "),
  ]);
  assertEquals(words(" \n"), []);
});

Deno.test("words() keeps letters of every script whole", () => {
  assertEquals(words("Où est ma Kärte? 口座 नमस्ते"), [
    "où",
    "est",
    "ma",
    "kärte",
    "?",
    "口座",
    "नमस्ते",
  ]);
});

Deno.test("words() loses nothing but white space", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(words(text).join(""), text.toLowerCase().replace(/\s/g, ""));
  }));
});

Deno.test("words() keeps upper case if it is told to", () => {
  const text = "Tom is in Köln.";
  assertEquals(words(text, { lowerCase: false }), text.match(/\w+ö?\w*|\./g));
});

Deno.test("words() refuses what is no text, and can be mapped over texts", async () => {
  assertEquals(["A b", "C"].map(words as (text: string) => string[]), [[
    "a",
    "b",
  ], ["c"]]);
  await assertRefusesArguments("split a text into words", words, [
    [[], "text must be a string: got undefined"],
    [[["A b"]], "text must be a string: got an array"],
  ]);
});

Deno.test("words() and tokenizers refuse an option that there is not", () => {
  const options = { lowercase: false } as object;
  for (
    const call of [
      () => words("Foo", options),
      () => new WordTokenizer(["foo"], options),
      () => new SubwordTokenizer({ parts: ["a"], merges: [] }, options),
    ]
  ) {
    assertThrows(call, TypeError, "got lowercase (did you mean lowerCase?)");
  }
});
