import { assertEquals, assertThrows } from "@std/assert";
import { Vocabulary } from "../../lib/text/vocabulary.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const texts = [["d", "a", "c"], ["c", "a"], ["a", "b"]];

Deno.test("Vocabulary.of() orders words by frequency, then by code point", () => {
  assertEquals(Vocabulary.of(texts).words, ["a", "c", "b", "d"]);
  assertEquals(Vocabulary.of(texts).size, 6);
});

Deno.test("Vocabulary.of() leaves out rare words, and words past its size", () => {
  assertEquals(Vocabulary.of(texts, { minCount: 2 }).words, ["a", "c"]);
  assertEquals(Vocabulary.of(texts, { maxSize: 5 }).words, ["a", "c", "b"]);
  assertEquals(Vocabulary.of(texts, { maxSize: 2 }).words, []);
});

Deno.test("Vocabulary.of() orders words by code point if told to", () => {
  const order = "alphabet";
  assertEquals(Vocabulary.of(texts, { order }).words, ["a", "b", "c", "d"]);
  // the size takes the most frequent ones all the same
  const three = Vocabulary.of([...texts, ["d"]], { order, maxSize: 5 });
  assertEquals(three.words, ["a", "c", "d"]);
});

Deno.test("Vocabulary.of() refuses an order that there is not", () => {
  const order = "class" as "alphabet";
  const error = assertThrows(() => Vocabulary.of(texts, { order }), RangeError);
  assertEquals(
    error.message,
    'Cannot make a vocabulary as order must be "frequency" or "alphabet": got "class"',
  );
});

Deno.test("Vocabulary.encode() gives what it lacks the id of the unknown", () => {
  const vocabulary = new Vocabulary(["x", "y"]);
  assertEquals(vocabulary.encode(["y", "z", "x", "constructor"]), [3, 1, 2, 1]);
  assertEquals(Vocabulary.UNKNOWN, 1);
  assertEquals(Vocabulary.PADDING, 0);
});

Deno.test("Vocabulary refuses a word that stands twice", () => {
  const error = assertThrows(() => new Vocabulary(["x", "y", "x"]), RangeError);
  assertEquals(
    error.message,
    'Cannot make a vocabulary as its words must differ: got "x" twice',
  );
});

Deno.test("Vocabulary.of() refuses sizes that hold nothing", () => {
  const count = assertThrows(
    () => Vocabulary.of([], { minCount: 0 }),
    RangeError,
  );
  assertEquals(
    count.message,
    "Cannot make a vocabulary as minCount must be an integer >= 1: got 0",
  );
  const size = assertThrows(
    () => Vocabulary.of([], { maxSize: 1 }),
    RangeError,
  );
  assertEquals(
    size.message,
    "Cannot make a vocabulary as maxSize must be an integer >= 2: got 1",
  );
});

Deno.test("Vocabulary.of() refuses sentences, which would be lists of characters", () => {
  const sentences = ["my card"] as unknown as string[][];
  assertEquals(
    assertThrows(() => Vocabulary.of(sentences), TypeError).message,
    'Cannot make a vocabulary as each text must be a list of words, such as words() makes: got "my card"',
  );
});

Deno.test("Vocabulary refuses what are no words or texts, and options that are none", async () => {
  await assertRefusesArguments(
    "make a vocabulary",
    (words: string[]) => new Vocabulary(words),
    [
      [[], "words must be an array of words: got undefined"],
      [["my card"], 'words must be an array of words: got "my card"'],
    ],
  );
  await assertRefusesArguments("make a vocabulary", Vocabulary.of, [
    [
      [],
      "texts must be an array of lists of words, such as words() makes: got undefined",
    ],
    [
      ["my card"],
      'texts must be an array of lists of words, such as words() makes: got "my card"',
    ],
    [[texts, 2], "its options must be an object: got 2"],
    [
      [texts, { mincount: 2 }],
      "each option must be one of minCount, maxSize, order: got mincount (did you mean minCount?)",
    ],
  ]);
  const vocabulary = Vocabulary.of(new Set(texts).values());
  await assertRefusesArguments(
    "encode words",
    (words: string[]) => vocabulary.encode(words),
    [
      [
        ["a b"],
        'each text must be a list of words, such as words() makes: got "a b"',
      ],
    ],
  );
});
