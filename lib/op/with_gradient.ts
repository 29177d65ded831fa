import { tf } from "../engine/tf.ts";

/** A value, and how its slopes become those of the inputs. */
export interface Differentiable {
  readonly value: tf.Tensor;
  /** What the gradient needs; inputs among it must be those that `compute` is given. */
  readonly kept: tf.Tensor[];
  /** Slopes of the inputs, from those of the value and what was kept. */
  gradient(slopes: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[];
}

/**
 * A value with a gradient of its own, instead of that of the operations it is made of.
 *
 * @param inputs What it depends on.
 * @param compute The value of the inputs.
 * @returns The value.
 */
export function withGradient(
  inputs: readonly tf.Tensor[],
  compute: (...inputs: tf.Tensor[]) => Differentiable,
): tf.Tensor {
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const { value, kept, gradient } = compute(...args as tf.Tensor[]);
    save(kept);
    return { value, gradFunc: gradient } as {
      value: tf.Tensor;
      gradFunc: () => tf.Tensor[];
    };
  });
  return op(...inputs);
}
