import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

// the wasm backend's own cuts a number to its lowest byte for a truth, so that 0.5 and 256
// are false, and -1 is 255
replaceKernel(tf.Cast, "wasm", (original) => (call) => {
  const { x } = call.inputs as Record<string, tf.TensorInfo>;
  const { dtype } = call.attrs as unknown as tf.CastAttrs;
  const isNumber = x.dtype === "float32" || x.dtype === "int32";
  if (dtype !== "bool" || !isNumber) return original(call);
  const backend = call.backend as tf.KernelBackend;
  const values = backend.readSync(x.dataId) as Float32Array | Int32Array;
  const truths = new Uint8Array(values.length);
  // from() with a function takes as long for each number as this for eighty
  for (let i = 0; i < values.length; i++) truths[i] = values[i] === 0 ? 0 : 1;
  const dataId = backend.write(truths, x.shape, "bool");
  return { dataId, shape: x.shape, dtype: "bool" };
});
