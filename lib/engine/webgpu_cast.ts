import { tf } from "./tensorflow.ts";

/** Where the webgpu backend keeps the type that the values on the adapter have. */
interface Values {
  readonly tensorMap: { get(dataId: object): { readonly dtype: tf.DataType } };
}

/**
 * Let the webgpu backend turn whole numbers and booleans into floats.
 *
 * Its own kernel only calls them floats, and some shaders, such as that of a
 * transposition, then fail without a word and leave zeros.
 */
export function castOnWebGpu(): void {
  const original = tf.getKernel(tf.Cast, "webgpu");
  const multiply = tf.getKernel(tf.Multiply, "webgpu");
  tf.unregisterKernel(tf.Cast, "webgpu");
  tf.registerKernel({
    ...original,
    kernelFunc: (call) => {
      const called = original.kernelFunc(call) as tf.TensorInfo;
      const backend = call.backend as tf.KernelBackend;
      const { dtype } = (backend as unknown as Values).tensorMap
        .get(called.dataId);
      if (called.dtype !== "float32" || dtype === "float32") return called;
      const one = Float32Array.of(1);
      const b = { dataId: backend.write(one, [], "float32"), shape: [] };
      const inputs = { a: called, b: { ...b, dtype: "float32" as const } };
      const cast = multiply.kernelFunc({ ...call, inputs, attrs: {} });
      backend.disposeData(b.dataId);
      backend.disposeData(called.dataId);
      return cast;
    },
  });
}
