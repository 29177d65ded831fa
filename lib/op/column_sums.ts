import { tf } from "../engine/tf.ts";

/**
 * Sums of a matrix's columns, as a product with a row of ones: on wasm `tf.sum` over the
 * first axis turns the matrix before, which takes longer than the sum.
 *
 * @param x `[rows, columns]`
 * @returns `[columns]`
 */
export function columnSums(x: tf.Tensor2D): tf.Tensor1D {
  // the product of no rows is left unset on wasm
  if (x.shape[0] === 0) return tf.zeros([x.shape[1]]);
  return tf.squeeze(tf.matMul(tf.ones([1, x.shape[0]]), x), [0]);
}
