import { COLUMN_SUMS } from "../engine/tensorflow_column_sums.ts";
import { tf } from "../engine/tf.ts";
import { withGradient } from "./with_gradient.ts";

/** Most rows that are added up in one go. */
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
  if (rows > BLOCK) return inBlocks(tf.reshape(x, [rows, columns]));
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

/**
 * The same of more rows than a block has: with so many rows side by side that those below
 * each other are a block at most, which copies nothing; on wasm each part that is cut off
 * would copy all. Only a prime number of rows has a rest that must be.
 */
function inBlocks(x: tf.Tensor2D): tf.Tensor1D {
  const [rows, columns] = x.shape;
  let blocks = Math.ceil(rows / BLOCK);
  while (rows % blocks > 0) blocks++;
  if (blocks === rows) {
    const rest = rows % BLOCK;
    const [first, last] = tf.split(x, [rows - rest, rest]);
    return tf.add(columnSums(first), columnSums(last));
  }
  const sums = columnSums(tf.reshape(x, [rows / blocks, blocks * columns]));
  return columnSums(tf.reshape(sums, [blocks, columns]));
}
