import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { batchesByTokens } from "../../lib/text/batches_by_tokens.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const lengths = fc.array(fc.integer({ min: 1, max: 30 }), {
  minLength: 1,
  maxLength: 400,
});
const limits = fc.integer({ min: 30, max: 200 });

/** Ids of a batch, padding included. */
const size = (batch: readonly number[], lengths: readonly number[]) =>
  batch.length * Math.max(...batch.map((i) => lengths[i]));

Deno.test("batchesByTokens() hold every sequence once and at most so many ids", () => {
  fc.assert(fc.property(lengths, limits, fc.nat(), (lengths, tokens, seed) => {
    for (const options of [{ tokens }, { tokens, seed }]) {
      const made = batchesByTokens(lengths, options);
      assertEquals(
        made.flat().sort((a, b) => a - b),
        [...lengths.keys()],
      );
      for (const batch of made) assert(size(batch, lengths) <= tokens);
    }
  }));
});

Deno.test("batchesByTokens() are nearly full", () => {
  const lengths = Array.from({ length: 3_000 }, (_, i) => 1 + (i * 7919) % 100);
  const tokens = 2_000;
  const made = batchesByTokens(lengths, { tokens, seed: 1 });
  const needed = lengths.reduce((a, b) => a + b) / tokens;
  assert(made.length < 1.15 * needed, `${made.length / needed}`);
});

Deno.test("batchesByTokens() come in the same order from the same seed only", () => {
  const lengths = Array.from({ length: 200 }, (_, i) => 1 + i % 9);
  const at = (seed: number) => batchesByTokens(lengths, { tokens: 20, seed });
  assertEquals(at(1), at(1));
  assertNotEquals(at(1), at(2));
});

Deno.test("batchesByTokens() refuses what fits into no batch", () => {
  const message = (lengths: number[], tokens: number) =>
    assertThrows(() => batchesByTokens(lengths, { tokens }), RangeError)
      .message;
  assertEquals(
    message([3, 12], 10),
    "Cannot make batches as the length of sequence 1 must be in [1, 10]: got 12",
  );
  assertEquals(
    message([], 10),
    "Cannot make batches as the number of sequences must be an integer >= 1: got 0",
  );
  assertEquals(
    message([1], 0),
    "Cannot make batches as tokens must be an integer >= 1: got 0",
  );
});

Deno.test("batchesByTokens() mix short and long ones", () => {
  const lengths = Array.from({ length: 400 }, (_, i) => 1 + i % 20);
  const made = batchesByTokens(lengths, { tokens: 40, seed: 1 });
  const first = made.slice(0, 12).map(([item]) => lengths[item]);
  assertNotEquals(first, first.toSorted((a, b) => a - b));
});

Deno.test("batchesByTokens() refuses what are no lengths or options", () =>
  assertRefusesArguments("make batches", batchesByTokens, [
    [[9, { tokens: 9 }], "lengths must be an array of numbers: got 9"],
    [[[9, 2]], "its options must be an object: got undefined"],
    [
      [[9, 2], { token: 9 }],
      "each option must be one of tokens, seed: got token (did you mean tokens?)",
    ],
  ]));
