import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

/** Where the webgpu backend keeps the type that the values on the adapter have. */
interface Values {
  readonly tensorMap: { get(dataId: object): { readonly dtype: tf.DataType } };
}

/**
 * Let the webgpu backend turn whole numbers and booleans into other numbers.
 *
 * Its own kernel only calls them so, and some shaders, such as that of a
 * transposition, then fail without a word and leave zeros.
 */
export function castOnWebGpu(): void {
  const multiply = tf.getKernel(tf.Multiply, "webgpu");
  replaceKernel(tf.Cast, "webgpu", (original) => (call) => {
    const called = original(call) as tf.TensorInfo;
    const backend = call.backend as tf.KernelBackend;
    const { dtype } = (backend as unknown as Values).tensorMap
      .get(called.dataId);
    const numbers = called.dtype === "float32" || called.dtype === "int32";
    if (!numbers || dtype === called.dtype) return called;
    const one = tf.util.getTypedArrayFromDType(
      called.dtype as "float32" | "int32",
      1,
    ).fill(1);
    const b = { dataId: backend.write(one, [], called.dtype), shape: [] };
    const inputs = { a: called, b: { ...b, dtype: called.dtype } };
    const cast = multiply.kernelFunc({ ...call, inputs, attrs: {} });
    backend.disposeData(b.dataId);
    backend.disposeData(called.dataId);
    return cast;
  });
}
