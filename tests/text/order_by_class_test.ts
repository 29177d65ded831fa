import { assert, assertEquals, assertThrows } from "@std/assert";
import { orderByClass } from "../../lib/text/order_by_class.ts";
import { Vocabulary } from "../../lib/text/vocabulary.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const texts = [
  ["card", "lost", "the"],
  ["rate", "euro", "the"],
  ["card", "lost"],
  ["rate", "euro"],
];
const labels = [0, 1, 0, 1];

Deno.test("orderByClass() puts words of one class on one side", () => {
  const vocabulary = new Vocabulary(["card", "euro", "lost", "rate", "the"]);
  const { words } = orderByClass(vocabulary, texts, labels);
  const sides = [words.slice(0, 2), words.slice(3)].map((side) =>
    side.toSorted().join(" ")
  ).toSorted();
  assertEquals(sides, ["card lost", "euro rate"]);
  assertEquals(words[2], "the");
});

Deno.test("orderByClass() keeps every word, also those no text has", () => {
  const words = Array.from({ length: 50 }, (_, i) => `word${i}`);
  const ordered = orderByClass(
    new Vocabulary([...words, "card"]),
    texts,
    labels,
  );
  assertEquals(ordered.words.toSorted(), [...words, "card"].toSorted());
});

Deno.test("orderByClass() leaves words that nothing tells apart as they are", () => {
  const vocabulary = new Vocabulary(["d", "b", "c", "a"]);
  assertEquals(orderByClass(vocabulary, [["x"]], [0]).words, vocabulary.words);
});

Deno.test("orderByClass() of an empty vocabulary is empty", () => {
  assert(orderByClass(new Vocabulary([]), texts, labels).size === 2);
});

Deno.test("orderByClass() refuses classes that are none", () => {
  const vocabulary = new Vocabulary(["a", "b"]);
  const labels = ["cat", "dog"] as unknown as number[];
  assertEquals(
    assertThrows(
      () => orderByClass(vocabulary, [["a"], ["b"]], labels),
      RangeError,
    ).message,
    'Cannot order words by class as each class must be an integer in [0, Infinity): got "cat" for text 0',
  );
});

Deno.test("orderByClass() refuses what is no vocabulary, and no lists", () =>
  assertRefusesArguments("order words by class", orderByClass, [
    [
      [],
      "vocabulary must be a Vocabulary, such as Vocabulary.of() makes: got undefined",
    ],
    [
      [new Vocabulary([])],
      "texts must be an array of lists of words, such as words() makes: got undefined",
    ],
    [
      [new Vocabulary([]), texts],
      "labels must be an array of classes: got undefined",
    ],
  ]));
