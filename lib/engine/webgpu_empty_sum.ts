import { tf } from "./tf.ts";

/**
 * Let the webgpu backend sum empty tensors: its own kernel throws, as a shader can't run
 * on nothing.
 */
export function sumEmptyOnWebGpu(): void {
  const original = tf.getKernel(tf.Sum, "webgpu");
  tf.unregisterKernel(tf.Sum, "webgpu");
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
      const zeros = new Float32Array(tf.util.sizeFromShape(shape));
      const backend = call.backend as tf.KernelBackend;
      const dataId = backend.write(zeros, shape, x.dtype);
      return { dataId, shape, dtype: x.dtype };
    },
  });
}
