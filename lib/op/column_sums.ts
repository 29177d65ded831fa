import { COLUMN_SUMS } from "../engine/tensorflow_column_sums.ts";
import { tf } from "../engine/tf.ts";
import { withGradient } from "./with_gradient.ts";

/**
 * Sums over all axes but the last, as a product with a row of ones: on wasm `tf.sum` over
 * the first axis turns the matrix before, which takes longer than the sum. Native
 * TensorFlow has an operation for it.
 *
 * @param x `[…, columns]`
 * @returns `[columns]`
 */
export function columnSums(x: tf.Tensor): tf.Tensor1D {
  const columns = x.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(x.shape.slice(0, -1));
  // the product of no rows is left unset on wasm
  if (rows === 0) return tf.zeros([columns]);
  if (x.rank > 1 && tf.getKernel(COLUMN_SUMS, tf.getBackend())) {
    return withGradient([x], (x) => ({
      value: tf.engine().runKernel<tf.Tensor>(COLUMN_SUMS, { x }),
      kept: [],
      gradient: (slopes) => [tf.broadcastTo(slopes, x.shape)],
    })) as tf.Tensor1D;
  }
  const matrix = tf.reshape(x, [rows, columns]);
  return tf.squeeze(tf.matMul(tf.ones([1, rows]), matrix), [0]);
}
