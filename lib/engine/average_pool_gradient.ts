import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

/** One axis of what is pooled. */
interface Axis {
  readonly size: number;
  readonly windows: number;
  readonly window: number;
  readonly stride: number;
  /** Places of padding before the first. */
  readonly before: number;
}

type Pool2dShape = Parameters<typeof tf.backend_util.computePool2DInfo>[0];
type Pool3dShape = Parameters<typeof tf.backend_util.computePool3DInfo>[0];

/** By kernel, the axes of what it pools. */
const AXES: Readonly<
  Record<
    string,
    (shape: number[], attributes: tf.AvgPool3DGradAttrs) => Axis[]
  >
> = {
  [tf.AvgPoolGrad]: (shape, { filterSize, strides, pad }) => {
    const info = tf.backend_util.computePool2DInfo(
      shape as Pool2dShape,
      filterSize as number,
      strides as number,
      1,
      pad,
    );
    return planar(info);
  },
  [tf.AvgPool3DGrad]: (shape, attributes) => {
    const { filterSize, strides, pad, dimRoundingMode } = attributes;
    const info = tf.backend_util.computePool3DInfo(
      shape as Pool3dShape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const depth = {
      size: info.inDepth,
      windows: info.outDepth,
      window: info.filterDepth,
      stride: info.strideDepth,
      before: info.padInfo.front,
    };
    return [depth, ...planar(info)];
  },
};

/** What both kinds of windows have. */
type Info =
  & Pick<
    ReturnType<typeof tf.backend_util.computePool2DInfo>,
    | "inHeight"
    | "inWidth"
    | "outHeight"
    | "outWidth"
    | "filterHeight"
    | "filterWidth"
    | "strideHeight"
    | "strideWidth"
  >
  & { readonly padInfo: { readonly top: number; readonly left: number } };

function planar(info: Info): Axis[] {
  return [{
    size: info.inHeight,
    windows: info.outHeight,
    window: info.filterHeight,
    stride: info.strideHeight,
    before: info.padInfo.top,
  }, {
    size: info.inWidth,
    windows: info.outWidth,
    window: info.filterWidth,
    stride: info.strideWidth,
    before: info.padInfo.left,
  }];
}

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
  for (const [kernelName, axesOf] of Object.entries(AXES)) {
    replaceKernel(kernelName, backendName, (original) => (call) => {
      const { dy, input } = call.inputs as Record<string, tf.TensorInfo>;
      const attributes = call.attrs as unknown as tf.AvgPool3DGradAttrs;
      const shares = axesOf(input.shape, attributes).map(sharesOf);
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
