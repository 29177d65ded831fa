import { assertEquals, assertThrows } from "@std/assert";
import { encodeTexts } from "../../lib/text/encode_texts.ts";
import { Vocabulary } from "../../lib/text/vocabulary.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const vocabulary = new Vocabulary(["my", "card"]);

Deno.test("encodeTexts() gives words their ids, and unknown ones that of the unknown", () => {
  const { ids, cut } = encodeTexts([["card", "lost"], ["my"]], { vocabulary });
  assertEquals(ids, [[3, 1], [2]]);
  assertEquals(cut, 0);
});

Deno.test("encodeTexts() never leaves a text without ids", () => {
  assertEquals(encodeTexts([[]], { vocabulary }).ids, [[1]]);
});

Deno.test("encodeTexts() adds runs of the words it keeps behind the vocabulary", () => {
  const options = {
    vocabulary,
    ngrams: { length: 2, buckets: 1_000 },
    maxWords: 3,
  };
  const text = ["is", "my", "card", "?"]; // buckets of fastText: 610, 160, 947
  const { ids, cut } = encodeTexts([text, ["my"]], options);
  assertEquals(ids, [[1, 2, 3, 4 + 610, 4 + 160], [2]]);
  assertEquals(cut, 1);
});

Deno.test("encodeTexts() refuses to keep no words", () => {
  const error = assertThrows(
    () => encodeTexts([], { vocabulary, maxWords: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot encode texts as maxWords must be an integer >= 1: got 0",
  );
});

Deno.test("encodeTexts() refuses sentences", () => {
  const sentences = ["my card"] as unknown as string[][];
  const vocabulary = new Vocabulary(["my"]);
  assertEquals(
    assertThrows(() => encodeTexts(sentences, { vocabulary }), TypeError)
      .message,
    'Cannot encode texts as each text must be a list of words, such as words() makes: got "my card"',
  );
});

Deno.test("encodeTexts() refuses what are no texts, and no vocabulary", () =>
  assertRefusesArguments("encode texts", encodeTexts, [
    [
      [],
      "texts must be an array of lists of words, such as words() makes: got undefined",
    ],
    [
      [[undefined], { vocabulary }],
      "each text must be a list of words, such as words() makes: got undefined",
    ],
    [[[["my"]]], "its options must be an object: got undefined"],
    [
      [[["my"]], { vocabulary: ["my"] }],
      "vocabulary must be a Vocabulary, such as Vocabulary.of() makes: got an array",
    ],
  ]));
