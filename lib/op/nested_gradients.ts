import { tf } from "../engine/tf.ts";

/**
 * Value and gradients of a function, taken while other gradients are being computed.
 *
 * `tf.valueAndGrads` can't be called in the gradient of an operation: it drops the tape that
 * TensorFlow.js is just going back over. This puts the tape back in its place.
 *
 * @param f A function of the inputs, made of operations that have gradients.
 * @param inputs Where to take the gradients.
 * @param slopes Gradient of the function's value.
 * @returns The value, and one gradient an input.
 */
export function nestedGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  slopes: tf.Tensor,
): { value: tf.Tensor; grads: tf.Tensor[] } {
  const { state } = tf.engine();
  const tape = state.activeTape;
  try {
    return tf.valueAndGrads(f)(inputs, slopes);
  } finally {
    state.activeTape = tape;
  }
}
