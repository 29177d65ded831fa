import { addSlopesOfLargest } from "./max_pool_gradient.ts";
import { type Pooled, pooledPictures, pooledVolumes } from "./pooled.ts";
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
function gradient(
  { inputs, backend }: Parameters<tf.KernelFunc>[0],
  pooled: Pooled,
): tf.TensorInfo {
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
  addSlopesOfLargest(pooled, { x, slopes, dx });
  return out;
}

replaceKernel(
  tf.MaxPoolGrad,
  "wasm",
  () => (call) => gradient(call, pooledPictures(call)),
);
replaceKernel(
  tf.MaxPool3DGrad,
  "wasm",
  () => (call) => gradient(call, pooledVolumes(call)),
);
