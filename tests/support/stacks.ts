import fc from "fast-check";
import type { Stack, StackLayer } from "../../lib/analysis/stack.ts";

/** A layer's sizes in short. */
export function layer(
  rank: number,
  rowFactors: readonly number[],
  columnFactors: readonly number[],
): StackLayer {
  return { rank, rowFactors, columnFactors };
}

/** The stack whose product is the transposed one. */
export function transposed(stack: Stack): Stack {
  return stack.toReversed().map(({ rank, rowFactors, columnFactors }) =>
    layer(rank, columnFactors, rowFactors)
  );
}

const side = fc.integer({ min: 1, max: 4 });
const rank = fc.integer({ min: 1, max: 3 });
const pair = fc.tuple(side, side);

/** Stacks of one to four layers of order 2 that meet, some in another split. */
export const randomStacks: fc.Arbitrary<Stack> = fc.array(
  fc.record({ rank, pair, swap: fc.boolean() }),
  { minLength: 2, maxLength: 5 },
).map((ends) =>
  ends.slice(1).map((end, l) => {
    const { pair: [a, b], swap } = ends[l];
    return layer(end.rank, swap ? [b, a] : [a, b], end.pair);
  })
);
