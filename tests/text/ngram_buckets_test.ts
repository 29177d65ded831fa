import { assertEquals, assertThrows } from "@std/assert";
import { ngramBuckets } from "../../lib/text/ngram_buckets.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import golden from "./fasttext_ngrams.json" with { type: "json" };

for (const { length, buckets, expected } of golden.cases) {
  Deno.test(`ngramBuckets() agrees with fastText on runs up to ${length} in ${buckets} buckets`, () => {
    assertEquals(ngramBuckets(golden.words, { length, buckets }), expected);
  });
}

Deno.test("ngramBuckets() of single words has none", () => {
  assertEquals(ngramBuckets(["a", "b"], { length: 1, buckets: 9 }), []);
  assertEquals(ngramBuckets(["a"], { length: 3, buckets: 9 }), []);
  assertEquals(ngramBuckets([], { length: 3, buckets: 9 }), []);
});

Deno.test("ngramBuckets() refuses no buckets", () => {
  const error = assertThrows(
    () => ngramBuckets(["a", "b"], { length: 2, buckets: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot hash n-grams as buckets must be an integer >= 1: got 0",
  );
});

Deno.test("ngramBuckets() refuses what are no words or options", () =>
  assertRefusesArguments("hash n-grams", ngramBuckets, [
    [
      ["my card", { length: 2, buckets: 9 }],
      'each text must be a list of words, such as words() makes: got "my card"',
    ],
    [[["my", "card"]], "its options must be an object: got undefined"],
  ]));
