import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

// The gradient of a cumulative sum is one from the other end. TensorFlow.js's own swaps
// axes of it besides, unless the sum runs along the last one: slopes that belong to other
// places where axes are equally long, and an error where they are not.
tf.unregisterGradient(tf.Cumsum);
tf.registerGradient({
  kernelName: tf.Cumsum,
  gradFunc: (dy, _, attrs) => {
    const { axis, exclusive, reverse } = attrs as unknown as tf.CumsumAttrs;
    return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
  },
});

/**
 * Lets a backend sum up and multiply along an axis that is counted from the last one, -1,
 * as native TensorFlow does. The kernels look for an axis of that number.
 *
 * @param backendName The backend, whose kernels are registered.
 */
export function countAxesFromTheLastOn(
  backendName: "cpu" | "wasm" | "webgpu",
): void {
  for (const kernelName of [tf.Cumsum, tf.Cumprod]) {
    replaceKernel(kernelName, backendName, (original) => (call) => {
      const { axis } = call.attrs as unknown as tf.CumsumAttrs;
      if (axis >= 0) return original(call);
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = { ...call.attrs, axis: axis + x.shape.length };
      return original({ ...call, attrs });
    });
  }
}

countAxesFromTheLastOn("cpu");
countAxesFromTheLastOn("wasm");
