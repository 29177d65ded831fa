import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readSentencePairs } from "../../lib/text/read_sentence_pairs.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";
import { words } from "../../lib/text/words.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canRead } from "../support/permissions.ts";

Deno.test("WordTokenizer gives back the words of a sentence it knows", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (sentence) => {
    const tokenizer = WordTokenizer.of([sentence]);
    const ids = tokenizer.encode(sentence);
    assertEquals(ids.every((id) => id >= 4 && id < tokenizer.size), true);
    assertEquals(tokenizer.decode(ids), words(sentence).join(" "));
  }));
});

Deno.test("WordTokenizer takes no text for a special word", () => {
  const tokenizer = WordTokenizer.of(["a"]);
  assertEquals(tokenizer.encode("<begin> a <end>"), [1, 1, 1, 4, 1, 1, 1]);
});

Deno.test("WordTokenizer stops at the end", () => {
  const tokenizer = new WordTokenizer(["a", "b"]);
  assertEquals(tokenizer.decode([2, 4, 5, 3, 4, 0]), "a b");
  assertEquals(tokenizer.decode([2, 4, 5, 0, 0]), "a b");
});

Deno.test("WordTokenizer comes back from its JSON", () => {
  const tokenizer = WordTokenizer.of(["to be or not to be"]);
  const twin = new WordTokenizer(JSON.parse(JSON.stringify(tokenizer)));
  assertEquals(twin.encode("be not"), tokenizer.encode("be not"));
  assertEquals(twin.size, tokenizer.size);
});

Deno.test("WordTokenizer.of() keeps to the largest size", () => {
  const sentences = ["a a b b b c"];
  assertEquals(WordTokenizer.of(sentences, { maxSize: 6 }).toJSON(), [
    "b",
    "a",
  ]);
  const error = assertThrows(
    () => WordTokenizer.of(sentences, { maxSize: 3 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a tokenizer as maxSize must be an integer >= 4: got 3",
  );
});

Deno.test("WordTokenizer.of() orders words by code point if told to", () => {
  const tokenizer = WordTokenizer.of(["b b a"], { order: "alphabet" });
  assertEquals(tokenizer.toJSON(), ["a", "b"]);
  assertEquals(tokenizer.encode("b"), [5]);
});

Deno.test({
  name: "WordTokenizer.of() has the published sizes on the shipped pairs",
  ignore: !canRead,
  fn: async () => {
    const path = new URL(
      "../../data/tatoeba_de_en/small.train.en-de.tsv.gz",
      import.meta.url,
    );
    const { source, target } = await readSentencePairs(path);
    const sizes = [source, target].map((sentences) =>
      WordTokenizer.of(sentences, { minCount: 2 }).size
    );
    // English and German; 3,996,961 parameters at width 256 follow from them
    assertEquals(sizes, [2_337, 2_967]);
  },
});

Deno.test("WordTokenizer tells upper from lower case if it is told to", () => {
  const options = { lowerCase: false };
  const tokenizer = WordTokenizer.of(["Tom tom Tom"], options);
  assertEquals(tokenizer.encode("tom Tom TOM"), [5, 4, 1]);
  const twin = new WordTokenizer(tokenizer.toJSON(), options);
  assertEquals(twin.encode("tom Tom TOM"), [5, 4, 1]);
});

Deno.test("WordTokenizer refuses what are no words or sentences, and options that are none", async () => {
  await assertRefusesArguments(
    "make a tokenizer",
    (known: string[]) => new WordTokenizer(known),
    [
      [[], "known must be an array of words: got undefined"],
      [["tom"], 'known must be an array of words: got "tom"'],
    ],
  );
  const tokenizer = new WordTokenizer(new Set(["tom"]) as never);
  assertEquals(tokenizer.decode(Int32Array.of(2, 4, 1, 3)), "tom <unknown>");
  await assertRefusesArguments("make a tokenizer", WordTokenizer.of, [
    [
      ["Tom waits."],
      'sentences must be an array of sentences: got "Tom waits."',
    ],
    [
      [["Tom waits."], { lowercase: false }],
      "each option must be one of minCount, maxSize, order, lowerCase: got lowercase (did you mean lowerCase?)",
    ],
  ]);
  await assertRefusesArguments(
    "decode ids",
    (ids: number[]) => tokenizer.decode(ids),
    [
      [[4], "ids must be an array of ids: got 4"],
    ],
  );
});
