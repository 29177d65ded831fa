import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { approximationCurve } from "../../lib/analysis/approximation_curve.ts";
import { compareStacks } from "../../lib/analysis/compare_stacks.ts";
import { expressiveDimension } from "../../lib/analysis/expressive_dimension.ts";
import {
  genericKroneckerRank,
  genericMatrixRank,
} from "../../lib/analysis/generic_rank.ts";
import { kroneckerRankBound } from "../../lib/analysis/kronecker_rank_bound.ts";
import {
  type Stack,
  stackMultiplyAdds,
  stackParameters,
} from "../../lib/analysis/stack.ts";
import { layer } from "../support/stacks.ts";

Deno.test("stackParameters() counts every factor of every term", () => {
  const stack = [layer(2, [3, 4], [5, 6]), layer(1, [30], [7])];
  assertEquals(stackParameters(stack), 2 * (15 + 24) + 210);
});

Deno.test("stackMultiplyAdds() is the known cost of order 2", () => {
  // first factor first: r (m_1 N + n_2 M), of the two orders the cheaper
  const cost = (rank: number, rows: number[], columns: number[]) =>
    stackMultiplyAdds([layer(rank, rows, columns)]) / 256 ** 2;
  assertEquals(cost(8, [16, 16], [16, 16]), 1);
  assertEquals(cost(8, [32, 8], [8, 32]), 0.5);
  assertEquals(cost(8, [64, 4], [4, 64]), 0.25);
  assertEquals(cost(8, [8, 32], [32, 8]), 0.5); // last factor first
});

/** What takes a stack, and what it says that it can't do otherwise. */
const FUNCTIONS: [string, (stack: Stack) => unknown][] = [
  ["count the parameters of a stack", stackParameters],
  ["count the multiply–adds of a stack", stackMultiplyAdds],
  ["take the generic Kronecker rank of a stack", genericKroneckerRank],
  ["take the generic rank of a stack", genericMatrixRank],
  ["take the expressive dimension of a stack", expressiveDimension],
  ["bound the Kronecker rank of a stack", kroneckerRankBound],
];

Deno.test("functions of stacks refuse what is no list of layers", () => {
  const one = layer(3, [4, 4], [4, 4]);
  const need = "{ rank: 3, rowFactors: [4, 4], columnFactors: [4, 4] }";
  const wrong: [unknown, string][] = [
    [one, `stack must be an array of layers such as [${need}]: got an object`],
    [3, `stack must be an array of layers such as [${need}]: got 3`],
    [[one, [4, 4]], `layer 1 must be an object such as ${need}: got an array`],
    [[{ rank: 2 }], `layer 0 must be an object such as ${need}: got an object`],
  ];
  for (const [action, f] of FUNCTIONS) {
    for (const [stack, said] of wrong) {
      const error = assertThrows(() => f(stack as Stack), TypeError);
      assertEquals(error.message, `Cannot ${action} as ${said}`);
    }
  }
});

Deno.test("functions of stacks refuse layers that make no product", () => {
  const one = layer(3, [4, 4], [4, 4]);
  const wrong: [Stack, string][] = [
    [[], "stack must hold at least one layer: got 0"],
    [
      [one, layer(1, [2, 4], [4, 4])],
      "shape must be [16, columns] in layer 1, as layer 0 has 16 columns: got [8, 16]",
    ],
    [
      [{ ...one, rank: -1 }],
      "rank of layer 0 must be an integer >= 1: got -1",
    ],
  ];
  for (const [action, f] of FUNCTIONS) {
    for (const [stack, said] of wrong) {
      const { message } = assertThrows(() => f(stack));
      assertEquals(message, `Cannot ${action} as ${said}`);
    }
  }
});

Deno.test("functions of several stacks refuse one that is none", () => {
  const one = layer(3, [2, 2], [2, 2]);
  const eye = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]];
  const message = (f: () => unknown) => assertThrows(f, TypeError).message;
  assertEquals(
    message(() => approximationCurve(eye, one as unknown as Stack[])),
    "Cannot approximate a matrix as stacks must be an array of stacks: got an object",
  );
  assertEquals(
    message(() => compareStacks(eye, 3 as unknown as Record<string, Stack>)),
    "Cannot compare stacks as they must come by name, such as { deep: [layer, layer] }: got 3",
  );
  assertStringIncludes(
    message(() =>
      compareStacks(eye, { one } as unknown as Record<string, Stack>)
    ),
    "Cannot compare stacks as stack must be an array of layers",
  );
});

Deno.test("stackMultiplyAdds() takes the cheapest of all orders of three factors", () => {
  const cost = (rows: number[], columns: number[]) =>
    stackMultiplyAdds([layer(1, rows, columns)]);
  // the factor that shrinks the vector, which is in the middle, first
  assertEquals(cost([4, 8, 4], [4, 2, 8]), 640);
  assertEquals(cost([2, 8, 2], [8, 2, 4]), 224);
});
