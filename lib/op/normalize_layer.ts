import { tf } from "../engine/tf.ts";
import { columnSums } from "./column_sums.ts";
import { firstDerivativesOnly } from "./first_derivatives_only.ts";

/**
 * Vectors moved and scaled to mean 0 and deviation 1, then scaled by `gamma` and moved
 * by `beta`: `y = γ·(x - mean) / √(variance + ε) + β`.
 *
 * The gradient is written out by hand. That of TensorFlow.js goes through a dozen
 * broadcast operations and took 959 ms on wasm for 2 048 vectors of 256.
 *
 * @param x `[…, width]`
 * @param gamma `[width]`
 * @param beta `[width]`
 * @param epsilon Keeps the division finite; > 0.
 * @returns `[…, width]`
 */
export function normalizeLayer(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
): tf.Tensor {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, gamma, beta] = inputs as tf.Tensor[];
    const { normal, scale } = standardize(x, epsilon);
    save([x, gamma, normal, scale]);
    return {
      value: tf.add(tf.mul(normal, gamma), beta),
      gradFunc: (slopes: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, gamma, normal, scale] = saved;
        const down = tf.mul(slopes, gamma);
        const along = tf.mul(normal, means(tf.mul(down, normal)));
        const toX = tf.mul(scale, tf.sub(tf.sub(down, means(down)), along));
        return firstDerivativesOnly("LayerNormalization", [slopes, x, gamma], [
          toX,
          columnSums(tf.mul(slopes, normal)),
          columnSums(slopes),
        ]);
      },
    } as { value: tf.Tensor; gradFunc: () => tf.Tensor[] };
  });
  return op(x, gamma, beta);
}

/** `(x - mean) / √(variance + ε)` by vector, and `1 / √(variance + ε)`, `[…, 1]`. */
function standardize(
  x: tf.Tensor,
  epsilon: number,
): { normal: tf.Tensor; scale: tf.Tensor } {
  const centred = tf.sub(x, means(x));
  const scale = tf.rsqrt(tf.add(means(tf.square(centred)), epsilon));
  return { normal: tf.mul(centred, scale), scale };
}

/** Mean of each vector, `[…, 1]`. */
function means(x: tf.Tensor): tf.Tensor {
  return tf.mean(x, -1, true);
}
