import { type Axis, pooled } from "./pooled.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

/**
 * Lets a backend give averages of windows their gradient at the border, too. An average is
 * over the places that are not padding; the kernels take the whole window instead, so that
 * slopes there are too small.
 *
 * @param backendName The backend, whose kernels are registered.
 */
export function averageWithoutPaddingOn(
  backendName: "cpu" | "wasm" | "webgpu",
): void {
  const { kernelFunc: multiply } = tf.getKernel(tf.Multiply, backendName);
  for (const kernelName of [tf.AvgPoolGrad, tf.AvgPool3DGrad]) {
    replaceKernel(kernelName, backendName, (original) => (call) => {
      const { dy, input } = call.inputs as Record<string, tf.TensorInfo>;
      const spatial = input.shape.length - 2; // pictures have two axes
      const shares = pooled(call).axes.slice(-spatial).map(sharesOf);
      if (shares.flat().every((share) => share === 1)) return original(call);
      const backend = call.backend as tf.KernelBackend;
      const values = Float32Array.from(shares.reduce(
        (outer, inner) => outer.flatMap((a) => inner.map((b) => a * b)),
        [1],
      ));
      const shape = [1, ...shares.map(({ length }) => length), 1];
      const by = {
        dataId: backend.write(values, shape, "float32"),
        shape,
        dtype: "float32",
      } as const;
      const larger = multiply({
        inputs: { a: dy, b: by },
        backend,
        attrs: {},
      }) as tf.TensorInfo;
      try {
        return original({ ...call, inputs: { dy: larger, input } });
      } finally {
        for (const { dataId } of [by, larger]) backend.disposeData(dataId);
      }
    });
  }
}

/** For each window, its size by the number of places in it that are not padding. */
function sharesOf({ size, windows, window, stride, before }: Axis): number[] {
  return Array.from({ length: windows }, (_, i) => {
    const first = i * stride - before;
    const places = Math.min(size, first + window) - Math.max(0, first);
    return places > 0 ? window / places : 1;
  });
}

averageWithoutPaddingOn("cpu");
averageWithoutPaddingOn("wasm");
