import { COLUMN_SUMS } from "../engine/tensorflow_column_sums.ts";
import { tf } from "../engine/tf.ts";
import { withGradient } from "./with_gradient.ts";

/** Rows that are added up in one go. */
const BLOCK = 4096;

/**
 * Sums over all axes but the last, as a product with a row of ones: on wasm `tf.sum` over
 * the first axis turns the matrix before, which takes longer than the sum. Native
 * TensorFlow has an operation for it. Many rows are added up in blocks, as a long sum of
 * floats loses what is small beside it: a million tenths are 1 % off.
 *
 * @param x `[…, columns]`
 * @returns `[columns]`
 */
export function columnSums(x: tf.Tensor): tf.Tensor1D {
  const columns = x.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(x.shape.slice(0, -1));
  // the product of no rows is left unset on wasm
  if (rows === 0) return tf.zeros([columns]);
  if (rows > BLOCK) {
    const sizes = Array.from(
      { length: Math.ceil(rows / BLOCK) },
      (_, i) => Math.min(BLOCK, rows - i * BLOCK),
    );
    const blocks = tf.split(tf.reshape(x, [rows, columns]), sizes);
    return columnSums(tf.stack(blocks.map(columnSums)));
  }
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
