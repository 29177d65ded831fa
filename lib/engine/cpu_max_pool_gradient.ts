import { addSlopesOfLargest } from "./max_pool_gradient.ts";
import { pooled } from "./pooled.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

// Lets the cpu backend give the largest of volumes a gradient where windows are not as high
// as wide: its own kernel counts places in a window by rows of its height, so that slopes
// are lost.
replaceKernel(tf.MaxPool3DGrad, "cpu", () => (call) => {
  const backend = call.backend as tf.KernelBackend;
  const { dy, input } = call.inputs as Record<string, tf.TensorInfo>;
  const [x, slopes] = [input, dy].map(({ dataId }) =>
    backend.readSync(dataId) as Float32Array
  );
  const dx = new Float32Array(x.length);
  addSlopesOfLargest(pooled(call), { x, slopes, dx });
  const { shape } = input;
  const dtype = "float32";
  return { dataId: backend.write(dx, shape, dtype), shape, dtype };
});
