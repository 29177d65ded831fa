import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { stratifiedSplit } from "../../lib/text/stratified_split.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const labels = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 80 });
const fractions = fc.double({ min: 0, max: 0.99, noNaN: true });

Deno.test("stratifiedSplit() takes the same share of every class", () => {
  fc.assert(
    fc.property(labels, fractions, fc.nat(), (labels, fraction, seed) => {
      const { rest, taken } = stratifiedSplit(labels, { fraction, seed });
      assertEquals(
        [...rest, ...taken].sort((a, b) => a - b),
        [...labels.keys()],
      );
      for (const label of new Set(labels)) {
        const all = labels.filter((other) => other === label).length;
        const got = taken.filter((item) => labels[item] === label).length;
        assert(
          got < all && Math.abs(got - fraction * all) <= 1,
          `${got}/${all}`,
        );
      }
    }),
  );
});

Deno.test("stratifiedSplit() takes the same items with the same seed only", () => {
  const labels = new Array(100).fill("a");
  const at = (seed: number) => stratifiedSplit(labels, { fraction: 0.2, seed });
  assertEquals(at(1), at(1));
  assertNotEquals(at(1), at(2));
});

Deno.test("stratifiedSplit() refuses to take all", () => {
  const error = assertThrows(
    () => stratifiedSplit(["a"], { fraction: 1, seed: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot split items as fraction must be in [0, 1): got 1",
  );
});

Deno.test("stratifiedSplit() refuses what are no labels or options", () =>
  assertRefusesArguments("split items", stratifiedSplit, [
    [
      ["aab", { fraction: 0.2, seed: 1 }],
      'labels must be an array of classes: got "aab"',
    ],
    [[["a", "b"]], "its options must be an object: got undefined"],
    [[["a", "b"], 0.2], "its options must be an object: got 0.2"],
  ]));
