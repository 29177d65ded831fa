import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  genericKroneckerRank,
  genericMatrixRank,
} from "../../lib/analysis/generic_rank.ts";
import {
  kroneckerRankBound,
  matrixRankBound,
} from "../../lib/analysis/kronecker_rank_bound.ts";
import golden from "../golden/ranks_stacks.json" with { type: "json" };
import { layer, randomStacks } from "../support/stacks.ts";

Deno.test("kroneckerRankBound() is never below the rank", () => {
  fc.assert(fc.property(randomStacks, (stack) => {
    assert(kroneckerRankBound(stack) >= genericKroneckerRank(stack));
    assert(matrixRankBound(stack) >= genericMatrixRank(stack));
  }));
});

Deno.test("kroneckerRankBound() is never below python-flint's rank", () => {
  for (const { stack, matrixRank, kroneckerRanks } of golden.cases) {
    for (const { unfolding, rank } of kroneckerRanks) {
      assert(kroneckerRankBound(stack, { unfolding }) >= rank);
    }
    assert(matrixRankBound(stack) >= matrixRank);
  }
});

Deno.test("kroneckerRankBound() is at most the product of ranks and the unfolding's sizes", () => {
  const rank = fc.integer({ min: 1, max: 4 });
  const pair = fc.tuple(rank, rank);
  const ends = fc.array(fc.record({ rank, pair }), {
    minLength: 2,
    maxLength: 5,
  });
  fc.assert(fc.property(ends, (sizes) => {
    const stack = sizes.slice(1).map((end, l) =>
      layer(end.rank, sizes[l].pair, end.pair)
    );
    const ranks = stack.reduce((total, { rank }) => total * rank, 1);
    const [first, last] = [sizes[0].pair, sizes.at(-1)!.pair];
    const unfolded = [first[0] * last[0], first[1] * last[1]];
    assert(kroneckerRankBound(stack) <= Math.min(ranks, ...unfolded));
  }));
});

Deno.test("kroneckerRankBound() sees a bottleneck inside the stack", () => {
  const narrow = [layer(9, [4, 4], [1, 2]), layer(2, [1, 2], [4, 4])];
  assertEquals(kroneckerRankBound(narrow), 8); // 4 · 2, below 9 · 2 and 16
  assertEquals(genericKroneckerRank(narrow), 8);
});

Deno.test("kroneckerRankBound() counts what crosses where splits differ", () => {
  const stack = [layer(1, [4, 16], [4, 16]), layer(1, [16, 4], [16, 4])];
  assertEquals(kroneckerRankBound(stack), 4);
});

Deno.test("kroneckerRankBound() refuses an unfolding that leaves nothing", () => {
  const error = assertThrows(
    () => kroneckerRankBound([layer(1, [2, 2], [2, 2])], { unfolding: [0, 1] }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot unfold a tensor as unfolding must name some, not all, of its 2 factors once each: got [0, 1]",
  );
});

Deno.test("kroneckerRankBound() is the rank of nearly all random stacks", () => {
  const stacks = fc.sample(randomStacks, { numRuns: 500, seed: 1 });
  const met = stacks.filter((stack) =>
    kroneckerRankBound(stack) === genericKroneckerRank(stack)
  );
  assert(met.length >= 0.99 * stacks.length, `${met.length} of 500`);
});

Deno.test("kroneckerRankBound() takes sizes of any width whose splits have digits in common", () => {
  const width = 2 ** 26;
  const even = layer(2, [2 ** 13, 2 ** 13], [2 ** 13, 2 ** 13]);
  assertEquals(kroneckerRankBound([even, even]), 4);
  const uneven = layer(2, [2 ** 12, width / 2 ** 12], [2 ** 13, 2 ** 13]);
  assertEquals(kroneckerRankBound([even, uneven]), 8); // a digit of 2 crosses
  const some = [
    layer(2, [2, 3, 5], [4, 9, width]),
    layer(2, [9, 4, width], [2, 3, 5]),
  ];
  assertEquals(kroneckerRankBound(some), 4);
  assertEquals(matrixRankBound(some), 30);
});

Deno.test("kroneckerRankBound() refuses what is too large to be counted, with its size", () => {
  const stack = [
    layer(2, [2, 3], [5000, 6000]),
    layer(2, [6000, 5000], [2, 3]),
  ];
  const error = assertThrows(() => kroneckerRankBound(stack), RangeError);
  assertEquals(
    error.message,
    "Cannot bound a rank as [30000000, 16] must take at most 2.0 GiB: got 3.6 GiB",
  );
});
