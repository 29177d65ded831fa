import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";
import { addressOf, float32View } from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

// The wasm backend's own take NaN for the least number that they answer, so that the loss
// of a training that has diverged, which clips what is predicted, looks like any other.
for (const kernelName of [tf.ClipByValue, tf.Relu6]) {
  replaceKernel(kernelName, "wasm", (original) => (call) => {
    const { x } = call.inputs as Record<string, tf.TensorInfo>;
    const clipped = original(call) as tf.TensorInfo;
    if (x.dtype !== "float32") return clipped;
    const wasm = call.backend as WasmBackend;
    const [from, to] = [x, clipped].map((tensor) =>
      float32View(
        wasm,
        addressOf(wasm, tensor),
        tf.util.sizeFromShape(tensor.shape),
      )
    );
    for (let i = 0; i < from.length; i++) {
      if (Number.isNaN(from[i])) to[i] = NaN;
    }
    return clipped;
  });
}
