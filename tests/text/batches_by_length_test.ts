import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { batchesByLength } from "../../lib/text/batches_by_length.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const lengths = fc.array(fc.nat(30), { minLength: 1, maxLength: 400 });
const sizes = fc.integer({ min: 1, max: 9 });

Deno.test("batchesByLength() hold every sequence once", () => {
  fc.assert(
    fc.property(lengths, sizes, fc.nat(), (lengths, batchSize, seed) => {
      for (const options of [{ batchSize }, { batchSize, seed }]) {
        const made = batchesByLength(lengths, options);
        assertEquals(made.flat().sort((a, b) => a - b), [...lengths.keys()]);
        assertEquals(made.length, Math.ceil(lengths.length / batchSize));
      }
    }),
  );
});

Deno.test("batchesByLength() need little padding", () => {
  const lengths = Array.from({ length: 3_000 }, (_, i) => 1 + (i * 7919) % 100);
  const padded = batchesByLength(lengths, { batchSize: 32, seed: 1 })
    .map((batch) => batch.length * Math.max(...batch.map((i) => lengths[i])))
    .reduce((a, b) => a + b);
  const needed = lengths.reduce((a, b) => a + b);
  assert(padded < 1.1 * needed, `${padded / needed}`); // in any order: 1.9
});

Deno.test("batchesByLength() come in the same order from the same seed only", () => {
  const lengths = Array.from({ length: 100 }, (_, i) => i % 9);
  const at = (seed: number) => batchesByLength(lengths, { batchSize: 4, seed });
  assertEquals(at(1), at(1));
  assertNotEquals(at(1), at(2));
});

Deno.test("batchesByLength() mix short and long ones, others together from another seed", () => {
  const lengths = Array.from({ length: 640 }, (_, i) => i);
  const [one, two] = [1, 2].map((seed) =>
    batchesByLength(lengths, { batchSize: 4, seed })
  );
  const pool = one.slice(0, 16).map(([first]) => lengths[first]);
  assertNotEquals(pool, pool.toSorted((a, b) => a - b));
  const together = (made: number[][]) => made.map(String).sort();
  assertNotEquals(together(one), together(two));
});

Deno.test("batchesByLength() refuses what are no lengths or options", () =>
  assertRefusesArguments("make batches", batchesByLength, [
    [[], "lengths must be an array of numbers: got undefined"],
    [[9, { batchSize: 2 }], "lengths must be an array of numbers: got 9"],
    [[[9, 2]], "its options must be an object: got undefined"],
  ]));

Deno.test("batchesByLength() takes a batch size past every list", () => {
  const options = { batchSize: Number.MAX_SAFE_INTEGER, seed: 1 };
  assertEquals(batchesByLength([3, 1, 2], options), [[1, 2, 0]]);
});
