import { checkOptionNames } from "../error/check_option_names.ts";
import { checkShares } from "../error/check_shares.ts";
import { type MatrixLike, toMatrix } from "./matrix.ts";
import {
  type MatrixSplit,
  rearrange,
  type UnfoldingOptions,
} from "./rearrange.ts";
import { singularValues } from "./singular_values.ts";

/** How a singular value is told from zero. */
export interface RankOptions {
  /** Values at most this fraction of the largest count as zero; default `max(m, n) * 2^-52`. */
  readonly relativeTolerance?: number;
}

/**
 * Number of singular values that are not zero to working precision.
 *
 * The default tolerance suits entries that are right to float64 precision. Weights
 * from float32 arithmetic carry noise of about 2^-23 of the largest value: pass
 * `relativeTolerance: max(m, n) * 2 ** -23` for them.
 *
 * @param matrix A matrix `[m, n]` of finite numbers.
 * @param options How to tell a value from zero.
 * @returns An integer in `[0, min(m, n)]`; 0 only for the zero matrix.
 * @throws {RangeError} If an entry is NaN or infinite, or the tolerance is not in
 *   `[0, 1)`.
 * @throws {ShapeError} If `matrix` has not two axes or is empty.
 * @throws {TypeError} If `matrix` is no matrix, or there is no option of a name that was
 *   given.
 *
 * @see Golub and Van Loan, "Matrix Computations", 4th ed., section 5.4.1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(matrixRank([[1, 2], [2, 4]]), 1);
 * assertEquals(matrixRank([[1, 0], [0, 1e-9]], { relativeTolerance: 1e-6 }), 1);
 * ```
 */
export function matrixRank(
  matrix: MatrixLike,
  options: RankOptions = {},
): number {
  checkOptionNames("take the rank", options, ["relativeTolerance"]);
  const a = toMatrix(matrix);
  const tolerance = checkTolerance(a.shape, options);
  return countAbove(singularValues(a), tolerance);
}

/**
 * Number of terms that a sum of Kronecker products needs to be the given matrix.
 *
 * This is the rank of the matrix's {@linkcode rearrange}ment. For an order above 2
 * it is the rank of one unfolding, which is at most that number of terms.
 *
 * @param matrix A matrix `[Π rowFactors, Π columnFactors]` of finite numbers.
 * @param shapes How its rows and columns are split.
 * @param options How to tell a value from zero, and which unfolding.
 * @returns An integer >= 0; 0 only for the zero matrix.
 * @throws {ShapeError} If the factors don't make the matrix's shape.
 * @throws {RangeError} If an entry is NaN or infinite, or an option is out of range.
 * @throws {TypeError} If `matrix` is no matrix, `shapes` no such object, or there is no
 *   option of a name that was given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const swap = [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]];
 * const shapes = { rowFactors: [2, 2], columnFactors: [2, 2] };
 * assertEquals(kroneckerRank(swap, shapes), 4);
 * ```
 */
export function kroneckerRank(
  matrix: MatrixLike,
  shapes: MatrixSplit,
  options: RankOptions & UnfoldingOptions = {},
): number {
  checkOptionNames("take the Kronecker rank", options, [
    "relativeTolerance",
    "unfolding",
  ]);
  const { unfolding, ...tolerance } = options;
  return matrixRank(
    rearrange(matrix, shapes, { ...unfolding && { unfolding } }),
    tolerance,
  );
}

/**
 * Number of values that count as not zero.
 *
 * @param values Singular values, the largest first.
 * @param tolerance Fraction of the largest that counts as zero.
 * @returns An integer in `[0, values.length]`.
 */
export function countAbove(
  values: readonly number[],
  tolerance: number,
): number {
  return values.filter((value) => value > tolerance * values[0]).length;
}

/**
 * The relative tolerance to use for a matrix.
 *
 * @param shape Its rows and columns.
 * @param options May name the tolerance.
 * @returns The tolerance named, or the default.
 * @throws {RangeError} If the tolerance is not in `[0, 1)`.
 */
export function checkTolerance(
  shape: readonly [number, number],
  { relativeTolerance = Math.max(...shape) * Number.EPSILON }: RankOptions,
): number {
  checkShares("take the rank", { relativeTolerance });
  return relativeTolerance;
}
