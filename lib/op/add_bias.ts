import { tf } from "../engine/tf.ts";
import { columnSums } from "./column_sums.ts";

/**
 * A bias added to each vector, with a fast gradient.
 *
 * @param x `[…, width]`
 * @param bias `[width]`
 * @returns `[…, width]`
 */
export function addBias(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const op = tf.customGrad((...inputs) => {
    const [x, bias] = inputs as tf.Tensor[];
    return {
      value: tf.add(x, bias),
      gradFunc: (slopes: tf.Tensor) => [
        slopes,
        columnSums(slopes),
      ],
    };
  });
  return op(x, bias);
}
