import { tf } from "../engine/tf.ts";

/**
 * Gradients that refuse to be differentiated again, instead of doing it wrongly.
 *
 * Gradients of our own kernels are values to TensorFlow.js: a second derivative through
 * them would leave out how they depend on the inputs.
 *
 * @param name The operation that they are gradients of.
 * @param inputs What they depend on.
 * @param gradients The gradients; taken over, so not to be used any more.
 * @returns The same values.
 */
export function firstDerivativesOnly(
  name: string,
  inputs: readonly tf.Tensor[],
  gradients: readonly tf.Tensor[],
): tf.Tensor[] {
  return gradients.map((gradient) => {
    const sealed = tf.customGrad(() => ({
      value: gradient,
      gradFunc: () => {
        throw new Error(
          `Cannot differentiate ${name} twice as it must be differentiated at most once: its gradient is a kernel without one`,
        );
      },
    }));
    return sealed(...inputs);
  });
}
