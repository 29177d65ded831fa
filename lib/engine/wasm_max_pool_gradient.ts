import { addSlopesOfLargest } from "./max_pool_gradient.ts";
import { pooled } from "./pooled.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";
import { addressOf, float32View } from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

/**
 * Gradient of the largest of each window, which the first of several gets.
 *
 * The wasm backend's own looks for one above the least positive number, so that a window
 * of numbers <= 0, as behind `tanh` or `relu`, gives its slope to a place outside of it.
 */
function gradient(call: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const { inputs, backend } = call;
  const wasm = backend as WasmBackend;
  const { dy, input } = inputs as Record<string, tf.TensorInfo>;
  const out = wasm.makeOutput(input.shape, "float32");
  const [x, slopes, dx] = [input, dy, out].map((tensor) =>
    float32View(
      wasm,
      addressOf(wasm, tensor),
      tf.util.sizeFromShape(tensor.shape),
    )
  );
  dx.fill(0);
  addSlopesOfLargest(pooled(call), { x, slopes, dx });
  return out;
}

for (const kernelName of [tf.MaxPoolGrad, tf.MaxPool3DGrad]) {
  replaceKernel(kernelName, "wasm", () => gradient);
}
