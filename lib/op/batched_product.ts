import { tf } from "../engine/tf.ts";
import { BATCHED_PRODUCT } from "../engine/wasm_batched_product.ts";
import { withGradient } from "./with_gradient.ts";

/**
 * Products of pairs of matrices, as attention makes them: one pair an example and head.
 *
 * `tf.matMul` of more than two axes reaches a tenth of its speed on wasm, forward and
 * in its gradient; there a kernel of our own is used.
 *
 * @param a `[pairs, m, inner]`
 * @param b `[pairs, inner, n]`
 * @returns `[pairs, m, n]`
 */
export function batchedProduct(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  if (tf.getKernel(BATCHED_PRODUCT, tf.getBackend()) === undefined) {
    return tf.matMul(a, b);
  }
  return withGradient([a, b], (...inputs) => {
    const [left, right] = inputs as tf.Tensor3D[];
    return {
      value: multiply(left, right),
      kept: inputs,
      gradient: (slopes, kept) => {
        const [left, right] = kept as tf.Tensor3D[];
        const down = slopes as tf.Tensor3D;
        return [
          batchedProduct(down, tf.transpose(right, [0, 2, 1])),
          batchedProduct(tf.transpose(left, [0, 2, 1]), down),
        ];
      },
    };
  }) as tf.Tensor3D;
}

function multiply(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  return a.size === 0 || b.size === 0
    ? tf.matMul(a, b)
    : tf.engine().runKernel(BATCHED_PRODUCT, { a, b });
}
