import { COLUMN_SUMS } from "../engine/tensorflow_column_sums.ts";
import { tf } from "../engine/tf.ts";

/**
 * Sums of a matrix's columns, as a product with a row of ones: on wasm `tf.sum` over the
 * first axis turns the matrix before, which takes longer than the sum. Native TensorFlow
 * has an operation for it.
 *
 * @param x `[rows, columns]`
 * @returns `[columns]`
 */
export function columnSums(x: tf.Tensor2D): tf.Tensor1D {
  // the product of no rows is left unset on wasm
  if (x.shape[0] === 0) return tf.zeros([x.shape[1]]);
  if (tf.getKernel(COLUMN_SUMS, tf.getBackend())) {
    return tf.engine().runKernel(COLUMN_SUMS, { x });
  }
  return tf.squeeze(tf.matMul(tf.ones([1, x.shape[0]]), x), [0]);
}
