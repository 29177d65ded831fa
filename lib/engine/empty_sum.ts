import { tf } from "./tensorflow.ts";

/**
 * Let a backend sum empty tensors: on `wasm` the answer is whatever lies in memory, and
 * on `webgpu` the kernel throws, as a shader can't run on nothing.
 *
 * @param backendName The backend, whose kernels are registered.
 */
export function sumEmptyOn(backendName: "wasm" | "webgpu"): void {
  const original = tf.getKernel(tf.Sum, backendName);
  tf.unregisterKernel(tf.Sum, backendName);
  tf.registerKernel({
    ...original,
    kernelFunc: (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      if (tf.util.sizeFromShape(x.shape) > 0) return original.kernelFunc(call);
      const { axis, keepDims } = call.attrs as unknown as tf.SumAttrs;
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const kept = x.shape.filter((_, i) => !axes.includes(i));
      const shape = keepDims
        ? tf.backend_util.expandShapeToKeepDim(kept, axes)
        : kept;
      const size = tf.util.sizeFromShape(shape);
      const zeros = x.dtype === "int32"
        ? new Int32Array(size)
        : new Float32Array(size);
      const backend = call.backend as tf.KernelBackend;
      const dataId = backend.write(zeros, shape, x.dtype);
      return { dataId, shape, dtype: x.dtype };
    },
  });
}

sumEmptyOn("wasm");
