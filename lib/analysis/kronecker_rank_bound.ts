import { checkOptionNames } from "../error/check_option_names.ts";
import { checkUnfolding, type UnfoldingOptions } from "../matrix/rearrange.ts";
import { leastCut } from "./cut.ts";
import { checkStack, productSplit, type Stack } from "./stack.ts";

/**
 * The proven ceiling of the Kronecker rank of a stack's product: no values of the
 * factors give more.
 *
 * It is the least cut between the factors in `unfolding` and the others: at most the
 * product of the layers' ranks where all layers split their sizes alike, at most the
 * sizes of the unfolding, and less at a bottleneck. Where layers split their sizes
 * differently, it counts what crosses over at the meeting.
 *
 * @param stack The layers, first applied first.
 * @param options Which factors stand against the others, for an order above 2.
 * @returns An integer >= 1.
 * @throws {RangeError} If the stack is empty, a size is not an integer >= 1, the last
 *   layer's order is not the first's, or two layers split a size so differently that
 *   what crosses must be counted one by one, and that would take more than 2 GiB.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers, or there is no option of a name that
 *   was given.
 *
 * @see docs/expressiveness.md for the theorem and its proof.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const layer = { rank: 3, rowFactors: [4, 4], columnFactors: [4, 4] };
 * assertEquals(kroneckerRankBound([layer, layer]), 9);
 * assertEquals(kroneckerRankBound([layer, layer, layer]), 16); // not 27
 * ```
 */
export function kroneckerRankBound(
  stack: Stack,
  options: UnfoldingOptions = {},
): number {
  const action = "bound the Kronecker rank of a stack";
  checkOptionNames(action, options, ["unfolding"]);
  checkStack(action, stack);
  const { rowFactors } = productSplit(action, stack);
  const left = checkUnfolding(rowFactors.length, options)
    .reduce((side, j) => side | 1 << j, 0);
  return leastCut(stack, left, left);
}

/**
 * The proven ceiling of the ordinary rank of a stack's product.
 *
 * @param stack The layers, first applied first.
 * @returns An integer >= 1.
 * @throws {RangeError} If the stack is empty, a size is not an integer >= 1, or what
 *   crosses between two layers would take more than 2 GiB to count.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers.
 *
 * @example One term of a (64, 4) × (4, 64) kernel
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const layer = { rank: 1, rowFactors: [64, 4], columnFactors: [4, 64] };
 * assertEquals(matrixRankBound([layer]), 16); // 4 · 4 of 256
 * ```
 */
export function matrixRankBound(stack: Stack): number {
  checkStack("bound the rank of a stack", stack);
  const all = 2 ** stack[0].rowFactors.length - 1;
  return leastCut(stack, all, 0);
}
