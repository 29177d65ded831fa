import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";
import { addressOf, float32View } from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

/** One axis of a picture, or of a volume, under the windows. */
interface Axis {
  readonly size: number;
  readonly windows: number;
  readonly window: number;
  readonly stride: number;
  /** Places before the first that no window counts. */
  readonly before: number;
}

/** What is pooled: `[batch, axes…, channels]`. */
interface Pooled {
  readonly batch: number;
  readonly channels: number;
  /** Three of them; pictures are one place deep. */
  readonly axes: readonly Axis[];
}

/**
 * Gradient of the largest of each window, which the first of several gets.
 *
 * The wasm backend's own looks for one above the least positive number, so that a window
 * of numbers <= 0, as behind `tanh` or `relu`, gives its slope to a place outside of it.
 */
function gradient(
  { inputs, backend }: Parameters<tf.KernelFunc>[0],
  pooled: Pooled,
): tf.TensorInfo {
  const wasm = backend as WasmBackend;
  const { dy, input } = inputs as Record<string, tf.TensorInfo>;
  const out = wasm.makeOutput(input.shape, "float32");
  const [x, slopes, dx] = [input, dy, out].map((tensor) =>
    float32View(
      wasm,
      addressOf(wasm, tensor),
      tf.util.sizeFromShape(tensor.shape),
    )
  );
  dx.fill(0);
  const { batch, channels, axes: [depth, height, width] } = pooled;
  let window = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < depth.windows; i++) {
      for (let j = 0; j < height.windows; j++) {
        for (let k = 0; k < width.windows; k++, window++) {
          const places = placesUnder(pooled, b, [i, j, k]);
          for (let c = 0; c < channels; c++) {
            let largest = places[0] + c;
            for (const place of places) {
              if (x[place + c] > x[largest]) largest = place + c;
            }
            dx[largest] += slopes[window * channels + c];
          }
        }
      }
    }
  }
  return out;
}

/** Where the pixels under a window begin, the first one first. */
function placesUnder(
  { channels, axes }: Pooled,
  batch: number,
  window: readonly number[],
): number[] {
  let places = [batch];
  for (const [a, { size, window: length, stride, before }] of axes.entries()) {
    const start = window[a] * stride - before;
    const next: number[] = [];
    for (const place of places) {
      for (
        let at = Math.max(0, start);
        at < Math.min(size, start + length);
        at++
      ) next.push(place * size + at);
    }
    places = next;
  }
  return places.map((place) => place * channels);
}

replaceKernel(tf.MaxPoolGrad, "wasm", () => (call) => {
  const { filterSize, strides, pad, dimRoundingMode } = call
    .attrs as unknown as tf.MaxPoolGradAttrs;
  const { shape } = call.inputs.input as tf.TensorInfo;
  const pool = tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const deep = { size: 1, windows: 1, window: 1, stride: 1, before: 0 };
  const { batchSize, inChannels } = pool;
  const axes = [deep, rows(pool), columns(pool)];
  return gradient(call, { batch: batchSize, channels: inChannels, axes });
});

replaceKernel(tf.MaxPool3DGrad, "wasm", () => (call) => {
  const { filterSize, strides, pad, dimRoundingMode } = call
    .attrs as unknown as tf.MaxPool3DGradAttrs;
  const { shape } = call.inputs.input as tf.TensorInfo;
  const pool = tf.backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const deep = {
    size: pool.inDepth,
    windows: pool.outDepth,
    window: pool.filterDepth,
    stride: pool.strideDepth,
    before: pool.padInfo.front,
  };
  const { batchSize, inChannels } = pool;
  const axes = [deep, rows(pool), columns(pool)];
  return gradient(call, { batch: batchSize, channels: inChannels, axes });
});

type Planar =
  & Pick<
    ReturnType<typeof tf.backend_util.computePool2DInfo>,
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
