import type { tf } from "../engine/tf.ts";
import { contractFactors } from "./contract_factors.ts";
import type { MultiplyOptions } from "./kronecker_multiply.ts";
import type { KroneckerProducts } from "./kronecker_products.ts";

/**
 * Vectors times the transpose of a sum of Kronecker products: `h · Kᵀ`, the logits of
 * an output layer that shares the factors of an embedding.
 *
 * Computes as {@linkcode kroneckerMultiply} does, with the same gradients.
 *
 * @param h Vectors, float32 `[…, columns]`.
 * @param k The matrix, `[rows, columns]`.
 * @param options Memory bound and bias.
 * @returns `[…, rows]`
 * @throws {ShapeError} If the factors do not fit `k`, h is not `[…, columns]`, or
 *   the bias is not `[rows]`.
 * @throws {TypeError} If `h` is no tensor, or `k` no such object of float32 tensors.
 *
 * @example [1, 1] times the transpose of [[1], [2]] ⊗ [[3, 4], [5, 6]]
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const factors = [tf.tensor3d([[[1], [2]]]), tf.tensor3d([[[3, 4], [5, 6]]])];
 * const k = { rows: 4, columns: 2, factors };
 * const logits = kroneckerMultiplyTransposed(tf.tensor1d([1, 1]), k);
 * assertEquals([...logits.dataSync()], [7, 11, 14, 22]);
 * ```
 */
export function kroneckerMultiplyTransposed(
  h: tf.Tensor,
  k: KroneckerProducts,
  { memory, bias }: MultiplyOptions = {},
): tf.Tensor {
  const name = "kroneckerMultiplyTransposed()";
  return contractFactors(h, k, { name, transposed: true, memory, bias });
}
