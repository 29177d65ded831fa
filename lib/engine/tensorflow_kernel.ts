import { tf } from "./tf.ts";

/**
 * Registers a kernel for native TensorFlow.
 *
 * @param kernelName Its name.
 * @param compute Computes it of its inputs, in the order of their names, and attributes.
 */
export function registerTensorFlowKernel<Attributes extends tf.NamedAttrMap>(
  kernelName: string,
  compute: (
    inputs: tf.Tensor[],
    attributes: Attributes,
  ) => ReturnType<tf.KernelFunc>,
): void {
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) =>
      compute(Object.values(inputs) as tf.Tensor[], attrs as Attributes),
  });
}
