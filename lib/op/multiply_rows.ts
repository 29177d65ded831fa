import { tf } from "../engine/tf.ts";

/** Each vector along the last axis of x times a matrix: `[…, rows]` to `[…, columns]`. */
export function multiplyRows(x: tf.Tensor, matrix: tf.Tensor2D): tf.Tensor {
  const [rows, columns] = matrix.shape;
  return tf.reshape(
    tf.matMul(tf.reshape(x, [x.size / rows, rows]), matrix),
    [...x.shape.slice(0, -1), columns],
  );
}
