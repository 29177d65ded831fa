import { assertEquals } from "@std/assert";
import {
  describeData,
  translationData,
  unknownShare,
} from "../../lib/task/translation_data.ts";

const TOKENS = {
  kind: "words",
  minCount: 1,
  lowerCase: true,
  maxPositions: 8,
} as const;

Deno.test("translationData() learns words from the pairs to train on alone", async () => {
  const train = { source: ["A a b"], target: ["X y"] };
  const validation = { source: ["a q"], target: ["y z z z z z z z"] };
  const data = await translationData(
    { name: "letters", train, validation },
    { ...TOKENS, minCount: 2 },
  );
  assertEquals(data.source.toJSON(), ["a"]);
  assertEquals(data.target.size, 4);
  assertEquals(data.train.source, [[4, 4, 1, 3]]);
  assertEquals(data.validation.cut, { source: 0, target: 1 });
  assertEquals(describeData(data), [
    "letters: 1 pairs to train on, 1 to choose with; 5 and 4 ids of words",
    "Unknown among the words to train on: 33.3 % of the source, 100.0 % of the target",
    "Unknown among the words to choose with: 50.0 % of the source, 100.0 % of the target",
    "Cut among the sentences to choose with, as they are longer than the positions: 0 of the source, 1 of the target",
  ]);
  const small = await translationData(
    { name: "letters", train, validation },
    { ...TOKENS, lowerCase: false, vocabulary: 5 },
  );
  assertEquals(small.source.toJSON(), ["A"]);
});

Deno.test("translationData() gives words ids in the order it is told", async () => {
  const pairs = { source: ["b b a"], target: ["d d c"] };
  const data = { name: "letters", train: pairs, validation: pairs };
  const { source, target } = await translationData(data, TOKENS);
  assertEquals([source.toJSON(), target.toJSON()], [["b", "a"], ["d", "c"]]);
  const wordOrder = "alphabet";
  const sorted = await translationData(data, { ...TOKENS, wordOrder });
  assertEquals(sorted.source.toJSON(), ["a", "b"]);
  assertEquals(sorted.target.toJSON(), ["c", "d"]);
  assertEquals(sorted.train.source, [[5, 5, 4, 3]]);
});

Deno.test("unknownShare() counts neither begins nor ends", () => {
  assertEquals(unknownShare([[2, 1, 5, 3], [2, 6, 7, 3]]), 0.25);
  assertEquals(unknownShare([[2, 3]]), 0);
  assertEquals(unknownShare([]), 0);
});
