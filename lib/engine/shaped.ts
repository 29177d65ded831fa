import { tf } from "./tf.ts";

/**
 * A tensor in a shape; itself if it has that already, without an operation.
 *
 * @param x Any tensor.
 * @param shape Sizes whose product is that of x's.
 * @returns x in that shape.
 */
export function shaped(x: tf.Tensor, shape: number[]): tf.Tensor {
  return tf.util.arraysEqual(x.shape, shape) ? x : tf.reshape(x, shape);
}
