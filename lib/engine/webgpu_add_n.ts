import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

/**
 * Let the webgpu backend add up any number of tensors.
 *
 * Its own kernel binds all of them to one shader, and an adapter refuses more than it has
 * bindings for, eight at least, with the sum's: the sum was zeros.
 *
 * @param bindings How many tensors the adapter binds to a shader.
 */
export function addManyOnWebGpu(bindings: number): void {
  replaceKernel(tf.AddN, "webgpu", (original) => (call) => {
    const all = Object.values(call.inputs) as tf.TensorInfo[];
    const add = (part: tf.TensorInfo[]) => {
      const inputs = part as unknown as tf.NamedTensorInfoMap;
      return original({ ...call, inputs }) as tf.TensorInfo;
    };
    let sum = add(all.slice(0, bindings - 1));
    for (let i = bindings - 1; i < all.length; i += bindings - 2) {
      const before = sum;
      sum = add([before, ...all.slice(i, i + bindings - 2)]);
      (call.backend as tf.KernelBackend).disposeData(before.dataId);
    }
    return sum;
  });
}
