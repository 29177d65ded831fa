import { tf } from "../engine/tf.ts";

/** Runs a kernel on inputs in a row: tfjs takes them by name, in the order of the names. */
export function runKernel<T extends tf.Tensor | tf.Tensor[]>(
  kernel: string,
  inputs: readonly tf.Tensor[],
  attributes: tf.NamedAttrMap,
): T {
  const named = inputs.map((input, i) => [`input${i}`, input] as const);
  return tf.engine().runKernel(kernel, Object.fromEntries(named), attributes);
}
