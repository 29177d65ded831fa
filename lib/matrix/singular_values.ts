import { Matrix as MlMatrix, SVD } from "ml-matrix";
import { checkFinite, type MatrixLike, toMatrix } from "./matrix.ts";

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
  return decompose(matrix, false).values;
}

/** A matrix as `u · diag(values) · vᵀ`. */
export interface SingularDecomposition {
  /** Left singular vectors, `[m, min(m, n)]`. */
  readonly u: MlMatrix;
  /** Singular values, the largest first. */
  readonly values: number[];
  /** Right singular vectors, `[n, min(m, n)]`. */
  readonly v: MlMatrix;
}

/**
 * Singular values of a matrix with their vectors.
 *
 * @param matrix A matrix `[m, n]` of finite numbers.
 * @param withVectors Whether the vectors are computed too.
 * @returns The decomposition.
 * @throws {RangeError} If an entry is NaN or infinite.
 */
export function decompose(
  matrix: MatrixLike,
  withVectors = true,
): SingularDecomposition {
  const a = toMatrix(matrix);
  checkFinite("take singular values", a);
  const [m, n] = a.shape;
  const svd = new SVD(MlMatrix.from1DArray(m, n, a.data), {
    computeLeftSingularVectors: withVectors,
    computeRightSingularVectors: withVectors,
    autoTranspose: true, // the algorithm wants m >= n
  });
  const values = svd.diagonal.slice(0, Math.min(m, n));
  return { u: svd.leftSingularVectors, values, v: svd.rightSingularVectors };
}
