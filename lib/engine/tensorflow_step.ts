import { replaceKernel } from "./replace_kernel.ts";
import { tensorflowOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";

/**
 * Replaces the step function of native TensorFlow, which gradients of relu take: the
 * package makes it of six operations, three of which fill whole tensors.
 */
export function registerTensorFlowStep(): void {
  replaceKernel(tf.Step, "tensorflow", (original) => (call) => {
    const { x } = call.inputs as Record<string, tf.TensorInfo>;
    const { alpha } = call.attrs as unknown as tf.StepAttrs;
    if (alpha !== 0 || x.dtype !== "float32") return original(call);
    // NaN goes through both
    const positive = tensorflowOperation("Relu", [x]);
    const step = tensorflowOperation("Sign", [positive]);
    positive.dispose();
    return step;
  });
}
