import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { expressiveDimension } from "../../lib/analysis/expressive_dimension.ts";
import {
  genericKroneckerRank,
  genericMatrixRank,
  highestRank,
  rankErrorProbability,
} from "../../lib/analysis/generic_rank.ts";
import { kroneckerRankBound } from "../../lib/analysis/kronecker_rank_bound.ts";
import type { Stack } from "../../lib/analysis/stack.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { chooseFactorShapes } from "../../lib/shape/factor_shapes.ts";
import golden from "../golden/ranks_stacks.json" with { type: "json" };
import { layer, randomStacks, transposed } from "../support/stacks.ts";

Deno.test("genericKroneckerRank() agrees with python-flint on each unfolding", () => {
  assert(golden.cases.length >= 40);
  for (const { stack, kroneckerRanks } of golden.cases) {
    for (const { unfolding, rank } of kroneckerRanks) {
      const name = JSON.stringify({ stack, unfolding });
      assertEquals(genericKroneckerRank(stack, { unfolding }), rank, name);
    }
  }
});

Deno.test("genericMatrixRank() agrees with python-flint", () => {
  for (const { stack, matrixRank } of golden.cases) {
    assertEquals(genericMatrixRank(stack), matrixRank, JSON.stringify(stack));
  }
});

const square = layer(3, [4, 4], [4, 4]);
const FACTS: [string, Stack, number][] = [
  ["rank 3 on 4×4, depth 1", [square], 3],
  ["rank 3 on 4×4, depth 2", [square, square], 9],
  ["rank 3 on 4×4, depth 3", [square, square, square], 16],
  ["rank 1, depth 5", new Array(5).fill(layer(1, [4, 4], [4, 4])), 1],
  [
    "rank 1, split (4, 16) then (16, 4)",
    [layer(1, [4, 16], [4, 16]), layer(1, [16, 4], [16, 4])],
    4,
  ],
  [
    "a bottleneck of (1, 6)",
    [layer(3, [4, 4], [1, 6]), layer(3, [1, 6], [4, 4])],
    9,
  ],
];
for (const [name, stack, rank] of FACTS) {
  Deno.test(`genericKroneckerRank() of ${name} is ${rank}`, () => {
    assertEquals(genericKroneckerRank(stack), rank);
  });
}

Deno.test("genericKroneckerRank() does not depend on the seed", () => {
  fc.assert(
    fc.property(randomStacks, fc.integer(), (stack, seed) => {
      assertEquals(
        genericKroneckerRank(stack, { seed }),
        genericKroneckerRank(stack),
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("genericKroneckerRank() does not fall when a layer's rank grows", () => {
  fc.assert(fc.property(randomStacks, fc.nat(), (stack, place) => {
    const l = place % stack.length;
    const richer = stack.with(l, { ...stack[l], rank: stack[l].rank + 1 });
    assert(genericKroneckerRank(richer) >= genericKroneckerRank(stack));
  }));
});

Deno.test("genericKroneckerRank() is the same for the transposed stack", () => {
  fc.assert(fc.property(randomStacks, (stack) => {
    assertEquals(
      genericKroneckerRank(transposed(stack)),
      genericKroneckerRank(stack),
    );
    assertEquals(
      genericMatrixRank(transposed(stack)),
      genericMatrixRank(stack),
    );
  }));
});

Deno.test("rankErrorProbability() is below one in 10^9 for a stack of width 64", () => {
  const stack = new Array(3).fill(layer(5, [8, 8], [8, 8]));
  const probability = rankErrorProbability(stack, kroneckerRankBound(stack));
  assert(probability > 0 && probability < 2e-9, `${probability}`);
});

Deno.test("genericKroneckerRank() names the layer that does not meet, and both sizes", () => {
  const error = assertThrows(
    () => genericKroneckerRank([square, layer(1, [4, 6], [4, 4])]),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot take the generic Kronecker rank of a stack as shape must be [16, columns] in layer 1, as layer 0 has 16 columns: got [24, 16]",
  );
});

Deno.test("genericKroneckerRank() refuses an empty stack", () => {
  const error = assertThrows(() => genericKroneckerRank([]), RangeError);
  assertEquals(
    error.message,
    "Cannot take the generic Kronecker rank of a stack as stack must hold at least one layer: got 0",
  );
});

Deno.test("genericKroneckerRank() refuses a rank that is not whole", () => {
  const error = assertThrows(
    () => genericKroneckerRank([layer(1.5, [4, 4], [4, 4])]),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the generic Kronecker rank of a stack as rank of layer 0 must be an integer >= 1: got 1.5",
  );
});

Deno.test("genericKroneckerRank() refuses ends of different orders", () => {
  const error = assertThrows(
    () => genericKroneckerRank([square, layer(1, [16], [16])]),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the generic Kronecker rank of a stack as the last layer must have the order of the first, 2: got 1",
  );
});

Deno.test("genericMatrixRank() refuses a kernel past memory, with its size", () => {
  const error = assertThrows(
    () => genericMatrixRank([layer(1, [512, 512], [512, 512])]),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the generic rank of a stack as [262144, 262144] must take at most 2.0 GiB: got 512.0 GiB",
  );
});

Deno.test("genericMatrixRank() tells a split that falls short of its ceiling", () => {
  const shapes = chooseFactorShapes(
    { inputs: 15, outputs: 15, rank: 2 },
    "multiplyAdds",
  );
  const { inputFactors, outputFactors, matrixRankCeiling } = shapes;
  assertEquals([inputFactors, outputFactors], [[3, 5], [5, 3]]);
  assertEquals(matrixRankCeiling, 15);
  assertEquals(genericMatrixRank([layer(2, [3, 5], [5, 3])]), 14);
});

Deno.test("genericMatrixRank() refuses a product past memory, of kernels that are small", () => {
  const error = assertThrows(
    () => genericMatrixRank([layer(1, [32_768], [1]), layer(1, [1], [32_768])]),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the generic rank of a stack as [32768, 32768] must take at most 2.0 GiB: got 8.0 GiB",
  );
});

Deno.test("rankErrorProbability() refuses a ceiling that was left out", () => {
  const error = assertThrows(
    () => rankErrorProbability([square], undefined as never),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot bound the probability of an error as ceiling must be an integer >= 1: got undefined",
  );
});

Deno.test("genericKroneckerRank() refuses terms past memory, with their size", () => {
  const error = assertThrows(
    () => genericKroneckerRank([layer(1_000_000_000, [2, 2], [2, 2])]),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the generic Kronecker rank of a stack as [1000000000, 4] must take at most 2.0 GiB: got 29.8 GiB",
  );
});

Deno.test("genericKroneckerRank() and its like refuse an option that there is not", () => {
  const stack = [layer(2, [2, 2, 2], [2, 2, 2])];
  const options = { unfoldings: [0, 1] } as never;
  const functions = [
    genericKroneckerRank,
    genericMatrixRank,
    expressiveDimension,
    kroneckerRankBound,
  ];
  for (const compute of functions) {
    assertThrows(() => compute(stack, options), TypeError, "got unfoldings");
  }
});

Deno.test("highestRank() draws again where the first rank is below the ceiling", () => {
  const one = { shape: [2, 2] as const, data: Float64Array.of(1, 0, 0, 0) };
  const two = { shape: [2, 2] as const, data: Float64Array.of(1, 0, 0, 1) };
  const draws = (...matrices: (typeof one)[]) => {
    const left = [...matrices];
    const rank = highestRank(2, () => left.shift()!, {});
    return [rank, left.length];
  };
  assertEquals(draws(one, two), [2, 0]);
  assertEquals(draws(two, one), [2, 1]);
  assertEquals(draws(one, one), [1, 0]);
});

Deno.test("highestRank() draws by the seed, a prime for each matrix", () => {
  const primesOf = (options: object) => {
    const primes: number[] = [];
    highestRank(2, (prime) => {
      primes.push(prime);
      return { shape: [1, 1], data: Float64Array.of(1) };
    }, options);
    return primes;
  };
  assertEquals(new Set(primesOf({})).size, 2);
  assertEquals(primesOf({}), primesOf({ seed: 0 }));
  assertNotEquals(primesOf({}), primesOf({ seed: 1 }));
});
