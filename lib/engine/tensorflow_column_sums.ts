import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
import { tensorflowOperation } from "./tensorflow_operation.ts";

/** Name of the kernel that sums the rows of a matrix. */
export const COLUMN_SUMS = "KronlabColumnSums";

/** Registers it for native TensorFlow, which has an operation for gradients of biases. */
export function registerTensorFlowColumnSums(): void {
  registerTensorFlowKernel(
    COLUMN_SUMS,
    (inputs) => tensorflowOperation("BiasAddGrad", inputs),
  );
}
