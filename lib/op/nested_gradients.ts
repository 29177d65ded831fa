import { tf } from "../engine/tf.ts";

/**
 * Gradients of a function, taken while other gradients are being computed.
 *
 * `tf.grads` can't be called in the gradient of an operation: it drops the tape that
 * TensorFlow.js is just going back over. This puts the tape back in its place.
 *
 * @param f A function of the inputs, made of operations that have gradients.
 * @param inputs Where to take the gradients.
 * @param slopes Gradient of the function's value.
 * @returns One an input.
 */
export function nestedGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  slopes: tf.Tensor,
): tf.Tensor[] {
  const { state } = tf.engine();
  const tape = state.activeTape;
  try {
    return tf.grads(f)(inputs, slopes);
  } finally {
    state.activeTape = tape;
  }
}
