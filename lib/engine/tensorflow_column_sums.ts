import { tensorflowOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";

/** Name of the kernel that sums the rows of a matrix. */
export const COLUMN_SUMS = "KronlabColumnSums";

/** Registers it for native TensorFlow, which has an operation for gradients of biases. */
export function registerTensorFlowColumnSums(): void {
  tf.registerKernel({
    kernelName: COLUMN_SUMS,
    backendName: "tensorflow",
    kernelFunc: ({ inputs }) =>
      tensorflowOperation("BiasAddGrad", [
        (inputs as Record<string, tf.TensorInfo>).x,
      ]),
  });
}
