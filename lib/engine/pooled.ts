import { tf } from "./tensorflow.ts";

/** One axis of a picture, or of a volume, under the windows. */
export interface Axis {
  readonly size: number;
  readonly windows: number;
  readonly window: number;
  readonly stride: number;
  /** Places before the first that no window counts. */
  readonly before: number;
}

/** What is pooled: `[batch, axes…, channels]`. */
export interface Pooled {
  readonly batch: number;
  readonly channels: number;
  /** Three of them. */
  readonly axes: readonly Axis[];
}

/** What a kernel pools; pictures are one place deep. */
export function pooled(
  { inputs, attrs }: Parameters<tf.KernelFunc>[0],
): Pooled {
  const { filterSize, strides, pad, dimRoundingMode } =
    attrs as unknown as tf.MaxPool3DGradAttrs;
  const { shape } = inputs.input as tf.TensorInfo;
  if (shape.length === 4) {
    const pool = tf.backend_util.computePool2DInfo(
      shape as Pool2dShape,
      filterSize as number,
      strides as number,
      1,
      pad,
      dimRoundingMode,
    );
    const deep = { size: 1, windows: 1, window: 1, stride: 1, before: 0 };
    return inAxes(pool, deep);
  }
  const pool = tf.backend_util.computePool3DInfo(
    shape as Pool3dShape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return inAxes(pool, {
    size: pool.inDepth,
    windows: pool.outDepth,
    window: pool.filterDepth,
    stride: pool.strideDepth,
    before: pool.padInfo.front,
  });
}

function inAxes(pool: Planar, deep: Axis): Pooled {
  const { batchSize: batch, inChannels: channels } = pool;
  return { batch, channels, axes: [deep, rows(pool), columns(pool)] };
}

type Pool2dShape = Parameters<typeof tf.backend_util.computePool2DInfo>[0];
type Pool3dShape = Parameters<typeof tf.backend_util.computePool3DInfo>[0];

type Planar =
  & Pick<
    ReturnType<typeof tf.backend_util.computePool2DInfo>,
    | "batchSize"
    | "inChannels"
    | "inHeight"
    | "outHeight"
    | "filterHeight"
    | "strideHeight"
    | "inWidth"
    | "outWidth"
    | "filterWidth"
    | "strideWidth"
  >
  & { readonly padInfo: { readonly top: number; readonly left: number } };

function rows(pool: Planar): Axis {
  return {
    size: pool.inHeight,
    windows: pool.outHeight,
    window: pool.filterHeight,
    stride: pool.strideHeight,
    before: pool.padInfo.top,
  };
}

function columns(pool: Planar): Axis {
  return {
    size: pool.inWidth,
    windows: pool.outWidth,
    window: pool.filterWidth,
    stride: pool.strideWidth,
    before: pool.padInfo.left,
  };
}
