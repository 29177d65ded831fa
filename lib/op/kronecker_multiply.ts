import type { tf } from "../engine/tf.ts";
import { contractFactors } from "./contract_factors.ts";
import type { KroneckerProducts } from "./kronecker_products.ts";

/** How {@linkcode kroneckerMultiply} and its transpose may compute. */
export interface MultiplyOptions {
  /** Floats that the matrix may take where writing it out is cheaper; default 2^26, 256 MiB. */
  readonly memory?: number | undefined;
  /** Added to each product, as long as one; default nothing. */
  readonly bias?: tf.Tensor | undefined;
}

/**
 * Vectors times a sum of Kronecker products: `x · K`, the factored dense layer.
 *
 * The factors are applied one after the other, in the order that takes the fewest
 * multiply–adds; where even that takes more than the matrix written out once, and it
 * is small enough, it is. Gradients reach x and every factor; intermediates that are
 * larger than x are computed again for them rather than kept. First derivatives only:
 * differentiating twice is refused.
 *
 * @param x Vectors, float32 `[…, rows]`.
 * @param k The matrix, `[rows, columns]`.
 * @param options Memory bound and bias.
 * @returns `[…, columns]`
 * @throws {ShapeError} If the factors do not fit `k`, x is not `[…, rows]`, or
 *   the bias is not `[columns]`.
 * @throws {TypeError} If `x` is no tensor, or `k` no such object of float32 tensors.
 *
 * @example [1, 2, 3, 4] times [[1], [2]] ⊗ [[3, 4], [5, 6]]
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const factors = [tf.tensor3d([[[1], [2]]]), tf.tensor3d([[[3, 4], [5, 6]]])];
 * const k = { rows: 4, columns: 2, factors };
 * const y = kroneckerMultiply(tf.tensor1d([1, 2, 3, 4]), k);
 * assertEquals([...y.dataSync()], [71, 88]);
 * ```
 */
export function kroneckerMultiply(
  x: tf.Tensor,
  k: KroneckerProducts,
  { memory, bias }: MultiplyOptions = {},
): tf.Tensor {
  const name = "kroneckerMultiply()";
  return contractFactors(x, k, { name, transposed: false, memory, bias });
}
