import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { batches } from "../../lib/text/batches.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const sizes = fc.integer({ min: 1, max: 60 });

Deno.test("batches() hold every item once, full but for the last", () => {
  fc.assert(fc.property(sizes, sizes, fc.integer(), (size, batchSize, seed) => {
    const made = batches(size, { batchSize, seed });
    assertEquals(
      made.flat().sort((a, b) => a - b),
      Array.from({ length: size }, (_, i) => i),
    );
    assertEquals(made.length, Math.ceil(size / batchSize));
    for (const batch of made.slice(0, -1)) {
      assertEquals(batch.length, batchSize);
    }
  }));
});

Deno.test("batches() come in the same order from the same seed only", () => {
  const at = (seed: number) => batches(100, { batchSize: 10, seed });
  assertEquals(at(1), at(1));
  assertNotEquals(at(1), at(2));
});

Deno.test("batches() refuses a batch of nothing", () => {
  const error = assertThrows(() => batches(3, { batchSize: 0 }), RangeError);
  assertEquals(
    error.message,
    "Cannot make batches as batchSize must be an integer >= 1: got 0",
  );
});

Deno.test("batches() refuses options that are none", () =>
  assertRefusesArguments("make batches", batches, [
    [[5], "its options must be an object: got undefined"],
    [[5, { size: 2 }], "each option must be one of batchSize, seed: got size"],
  ]));
