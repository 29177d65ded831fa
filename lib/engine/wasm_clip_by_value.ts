import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

// the wasm backend's own takes the bits of whole numbers for those of float32, so that a
// `tf.layers.reLU({ maxValue })` of ids leaves them as they are
replaceKernel(tf.ClipByValue, "wasm", (original) => (call) => {
  const { x } = call.inputs as Record<string, tf.TensorInfo>;
  if (x.dtype !== "int32") return original(call);
  const { clipValueMin, clipValueMax } = call
    .attrs as unknown as tf.ClipByValueAttrs;
  const backend = call.backend as tf.KernelBackend;
  const values = backend.readSync(x.dataId) as Int32Array;
  const clipped = values.map((value) =>
    Math.min(Math.max(value, clipValueMin), clipValueMax)
  );
  const dataId = backend.write(clipped, x.shape, "int32");
  return { dataId, shape: x.shape, dtype: "int32" };
});
