import { byCpu } from "./by_cpu.ts";
import { tf } from "./tensorflow.ts";

/** What the wasm backend lacks. */
const MISSING = [
  tf.Einsum,
  tf.DepthwiseConv2dNativeBackpropFilter,
  tf.DepthwiseConv2dNativeBackpropInput,
];

for (const kernelName of MISSING) {
  const kernelFunc = byCpu(kernelName);
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
}
