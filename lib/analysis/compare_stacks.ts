import { checkNamed } from "../error/check_named.ts";
import type { MatrixLike } from "../matrix/matrix.ts";
import {
  type Approximation,
  type ApproximationOptions,
  stackFitter,
} from "./approximation_curve.ts";
import { checkDimension, expressiveDimension } from "./expressive_dimension.ts";
import { genericKroneckerRank, genericMatrixRank } from "./generic_rank.ts";
import { checkStack, type Stack } from "./stack.ts";

/** What a stack can be, exactly, and how close it comes to a matrix. */
export interface StackComparison extends Approximation {
  /** Name of the stack. */
  readonly name: string;
  /** Generic ordinary rank of its product. */
  readonly matrixRank: number;
  /** Generic Kronecker rank of its product, in the stack's own split. */
  readonly kroneckerRank: number;
  /** Dimension of the set of its products. */
  readonly dimension: number;
}

/**
 * Stacks beside each other: what their products can be and what they cost.
 *
 * Given factor shapes of equal parameter count (balanced, skewed, low rank), it shows
 * what multiply–adds buy: matrix rank, Kronecker rank, dimension and fit.
 *
 * @param target A matrix that each stack is fitted to.
 * @param stacks Stacks by name, with products of the target's shape.
 * @param options How to fit; the seed is that of the ranks too.
 * @returns One row a stack, in the order given.
 * @throws {ShapeError} If a stack's product has another shape than the target.
 * @throws {TypeError} If stacks do not come by name, one is no array of layers, or there
 *   is no option of a name that was given.
 * @throws {RangeError} If a stack is empty or too large for its dimension, or the target
 *   has an entry that is no number or none but zeros.
 */
export function compareStacks(
  target: MatrixLike,
  stacks: Readonly<Record<string, Stack>>,
  options: ApproximationOptions = {},
): StackComparison[] {
  checkNamed("compare stacks", stacks, "{ deep: [layer, layer] }");
  for (const stack of Object.values(stacks)) {
    checkStack("compare stacks", stack);
    checkDimension(stack);
  }
  const { seed } = options;
  const seeded = { ...seed !== undefined && { seed } };
  const fit = stackFitter(target, Object.values(stacks), options);
  return Object.entries(stacks).map(([name, stack]) => {
    const row = {
      ...fit(stack),
      name,
      matrixRank: genericMatrixRank(stack, seeded),
      kroneckerRank: genericKroneckerRank(stack, seeded),
      dimension: expressiveDimension(stack, seeded),
    };
    options.onStack?.();
    return row;
  });
}
