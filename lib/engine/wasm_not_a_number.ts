import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

// The wasm backend's own take NaN for the least number that they answer, so that the loss
// of a training that has diverged, which clips what is predicted, looks like any other.
for (const kernelName of [tf.ClipByValue, tf.Relu6]) {
  replaceKernel(kernelName, "wasm", (original) => (call) => {
    const { x } = call.inputs as Record<string, tf.TensorInfo>;
    const clipped = original(call) as tf.TensorInfo;
    if (x.dtype !== "float32") return clipped;
    const run = (name: string, inputs: tf.NamedTensorInfoMap) =>
      tf.getKernel(name, "wasm").kernelFunc({
        ...call,
        inputs,
      }) as tf.TensorInfo;
    const isNumber = run(tf.Equal, { a: x, b: x });
    const out = run(tf.Select, { condition: isNumber, t: clipped, e: x });
    const backend = call.backend as tf.KernelBackend;
    for (const { dataId } of [clipped, isNumber]) backend.disposeData(dataId);
    return out;
  });
}
