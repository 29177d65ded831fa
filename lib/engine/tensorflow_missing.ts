import { byCpu } from "./by_cpu.ts";
import { tf } from "./tf.ts";

/** What native TensorFlow's package lacks. */
const MISSING = [
  tf.DenseBincount, // of tf.layers.categoryEncoding
  tf.MaxPoolWithArgmax,
  tf.RotateWithOffset,
  tf.SearchSorted,
  tf.Transform,
];

/** Leaves to the cpu backend what native TensorFlow's package lacks. */
export function registerTensorFlowMissing(): void {
  for (const kernelName of MISSING) {
    const kernelFunc = byCpu(kernelName);
    tf.registerKernel({ kernelName, backendName: "tensorflow", kernelFunc });
  }
}
