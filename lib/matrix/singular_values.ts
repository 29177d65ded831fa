import { Matrix as MlMatrix, SVD } from "ml-matrix";
import { checkFinite, type MatrixLike, toMatrix } from "./matrix.ts";
import { unitScale } from "./unit_scale.ts";

/**
 * Singular values of a matrix, the largest first.
 *
 * Computed in float64 by Householder bidiagonalization and implicit QR steps
 * (`ml-matrix`), so that small values are right to about 2^-52 of the largest; the
 * eigenvalues of the Gram matrix would lose those below 2^-26.
 *
 * @param matrix A matrix `[m, n]` of finite numbers.
 * @returns `min(m, n)` numbers >= 0 in descending order.
 * @throws {RangeError} If an entry is NaN or infinite.
 * @throws {ShapeError} If `matrix` has not two axes or is empty.
 * @throws {TypeError} If `matrix` is no matrix.
 *
 * @see Golub and Van Loan, "Matrix Computations", 4th ed., section 8.6.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(singularValues([[0, 3], [-4, 0]]), [4, 3]);
 * ```
 */
export function singularValues(matrix: MatrixLike): number[] {
  const a = toMatrix(matrix);
  checkFinite("take singular values", a);
  const [m, n] = a.shape;
  const { unit, exponent } = unitScale(a); // of tiny numbers the algorithm finds no end
  const svd = new SVD(MlMatrix.from1DArray(m, n, unit.data), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true, // the algorithm wants m >= n
  });
  return svd.diagonal.slice(0, Math.min(m, n))
    .map((value) => value * 2 ** exponent);
}
