import { tf } from "../engine/tf.ts";

/**
 * A tensor as float32, itself if it is that already.
 *
 * Kernels of our own read nothing else, where operations of TensorFlow.js convert.
 */
export function floats(x: tf.Tensor): tf.Tensor {
  return x.dtype === "float32" ? x : tf.cast(x, "float32");
}

/**
 * Refuse factors that are not float32: they are weights, which nothing else is.
 *
 * @param action What can't be done otherwise.
 * @param factors Tensors of any shape.
 * @throws {TypeError} If one has another type; names the first such.
 */
export function checkFloats(
  action: string,
  factors: readonly tf.Tensor[],
): void {
  for (const [j, { dtype }] of factors.entries()) {
    if (dtype !== "float32") {
      throw new TypeError(
        `Cannot ${action} as factors[${j}] must be float32: got ${dtype}`,
      );
    }
  }
}
