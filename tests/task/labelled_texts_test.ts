import { assertEquals, assertThrows } from "@std/assert";
import { prepareTexts } from "../../lib/task/labelled_texts.ts";

const train = [
  ["my card is lost", "lost"],
  ["what is the rate", "rate"],
  ["lost my card", "lost"],
  ["the rate", "rate"],
];

Deno.test("prepareTexts() takes words and classes from the training texts alone", () => {
  const data = prepareTexts({ train, test: [["new rate", "rate"]] });
  assertEquals(data.classes, ["lost", "rate"]);
  assertEquals(data.vocabularySize, 2 + 7);
  assertEquals(data.cut, 0);
  for (const { vocabulary, test } of Object.values(data.byOrder)) {
    assertEquals(test.labels, [1]);
    assertEquals(test.ids, [[1, vocabulary.words.indexOf("rate") + 2]]);
  }
});

Deno.test("prepareTexts() says how many texts it cut", () => {
  const { cut, byOrder } = prepareTexts({ train, test: train }, {
    maxWords: 2,
  });
  assertEquals(cut, 6);
  assertEquals(byOrder.class.train.ids.map(({ length }) => length), [
    2,
    2,
    2,
    2,
  ]);
});

Deno.test("prepareTexts() has ids for runs of words", () => {
  const ngrams = { length: 2, buckets: 10 };
  const data = prepareTexts({ train, test: train }, { ngrams, minCount: 2 });
  assertEquals(data.vocabularySize, 2 + 6 + 10);
  assertEquals(data.byOrder.frequency.train.ids[0].length, 4 + 3);
});

Deno.test("prepareTexts() refuses a single class", () => {
  const error = assertThrows(
    () => prepareTexts({ train: [["a", "x"], ["b", "x"]], test: [] }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot train a classifier as there must be two classes or more: got 1",
  );
});

Deno.test("prepareTexts() refuses to test a class that it can't learn", () => {
  const error = assertThrows(
    () => prepareTexts({ train, test: [["hello", "greeting"]] }),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot test a classifier as each class must occur in training: got "greeting"',
  );
});
