import { tf } from "../engine/tf.ts";
import { splitPosition } from "../shape/split_position.ts";
import { kroneckerSizes } from "./kronecker_products.ts";
import type { KroneckerProducts } from "./kronecker_products.ts";
import { nestedGradients } from "./nested_gradients.ts";
import {
  twoFactorMatrix,
  twoFactorMatrixGradient,
} from "./two_factor_matrix.ts";

/**
 * A sum of Kronecker products, written out.
 *
 * Takes `rank · rows · columns` multiply–adds and the memory of the whole matrix: for
 * small ones, or where many vectors share it. The neighbouring factors of each term are
 * multiplied out to two halves A `[rank, a]` and B `[rank, b]`; one product AᵀB sums
 * the terms.
 *
 * @param k The matrix, `[rows, columns]`.
 * @returns K, `[rows, columns]`; gradients reach every factor.
 * @throws {ShapeError} If the factors do not fit `k`.
 * @throws {TypeError} If `k` is no such object or a factor is not float32.
 *
 * @example [[1, 2]] ⊗ [[3], [4]]
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const factors = [tf.tensor3d([[[1, 2]]]), tf.tensor3d([[[3], [4]]])];
 * const k = kroneckerMatrix({ rows: 2, columns: 2, factors });
 * assertEquals(k.arraySync(), [[3, 6], [4, 8]]);
 * ```
 */
export function kroneckerMatrix(k: KroneckerProducts): tf.Tensor2D {
  const { rank, rowFactors, columnFactors } = kroneckerSizes(
    k,
    "write out a sum of Kronecker products",
  );
  const split = splitPosition(
    rowFactors.map((rows, j) => rows * columnFactors[j]),
  );
  return tf.tidy(() => {
    const [left, right] = [k.factors.slice(0, split), k.factors.slice(split)]
      .map((factors) => multipliedOut(factors, rank));
    const { rows, columns } = k;
    return twoFactorMatrix(left, right, { rows, columns });
  });
}

/** Products of a term's factors, `[rank, Π rows, Π columns]`; ones if there are none. */
function multipliedOut(
  factors: readonly tf.Tensor3D[],
  rank: number,
): tf.Tensor3D {
  if (factors.length === 0) return tf.ones([rank, 1, 1]);
  return factors.reduce((before, factor) => {
    const [, rows, columns] = before.shape;
    const [, nextRows, nextColumns] = factor.shape;
    return tf.reshape(
      tf.mul(
        tf.reshape(before, [rank, rows, 1, columns, 1]),
        tf.reshape(factor, [rank, 1, nextRows, 1, nextColumns]),
      ),
      [rank, rows * nextRows, columns * nextColumns],
    );
  });
}

/**
 * The gradient of {@linkcode kroneckerMatrix} by each factor.
 *
 * @param k The matrix.
 * @param slopes Of the written-out matrix, `[rows, columns]`.
 * @returns One for each factor, of its shape.
 */
export function kroneckerMatrixGradient(
  k: KroneckerProducts,
  slopes: tf.Tensor2D,
): tf.Tensor[] {
  const [a, b] = k.factors;
  if (k.factors.length !== 2) {
    const matrixOf = (...factors: tf.Tensor[]) =>
      kroneckerMatrix({ ...k, factors: factors as tf.Tensor3D[] });
    return nestedGradients(matrixOf, [...k.factors], slopes);
  }
  return twoFactorMatrixGradient(slopes, a, b);
}
