import { tf } from "./tensorflow.ts";
import { addressOf, float32View } from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

/**
 * `Conv2DBackpropFilter` for the wasm backend, which lacks it: without it no convolution
 * trains there.
 *
 * For each place in the filter it is the product of the pixels that lie there under each
 * output, `[outputs, channels]`, transposed, and the slopes of the outputs.
 */
function filterGradient(
  { inputs, backend, attrs }: Parameters<tf.KernelFunc>[0],
): tf.TensorInfo {
  const wasm = backend as WasmBackend;
  const { x, dy } = inputs as Record<string, tf.TensorInfo>;
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
    attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const conv = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  if (conv.dataFormat !== "channelsLast") {
    throw new RangeError(
      `Cannot train a convolution on wasm as its dataFormat must be channelsLast: got ${conv.dataFormat}`,
    );
  }
  const { inChannels, outChannels, filterHeight, filterWidth } = conv;
  const outputs = conv.batchSize * conv.outHeight * conv.outWidth;
  const pixels = tf.util.sizeFromShape(x.shape);
  const { kernelFunc: multiply } = tf.getKernel(tf.BatchMatMul, "wasm");
  const out = wasm.makeOutput(filterShape, "float32");
  const size = inChannels * outChannels;
  const under = wasm.makeOutput([1, outputs, inChannels], "float32");
  try {
    for (let place = 0; place < filterHeight * filterWidth; place++) {
      // views anew, as the product below may move the memory
      copyUnder(
        float32View(wasm, addressOf(wasm, under), outputs * inChannels),
        float32View(wasm, addressOf(wasm, x), pixels),
        conv,
        [Math.floor(place / filterWidth), place % filterWidth],
      );
      const slopes = multiply({
        inputs: { a: under, b: { ...dy, shape: [1, outputs, outChannels] } },
        backend,
        attrs: { transposeA: true, transposeB: false },
      }) as tf.TensorInfo;
      const to = addressOf(wasm, out) + 4 * place * size;
      float32View(wasm, to, size)
        .set(float32View(wasm, addressOf(wasm, slopes), size));
      wasm.disposeData(slopes.dataId);
    }
  } finally {
    wasm.disposeData(under.dataId);
  }
  return out;
}

/** Copies the pixel under each output at a place of the filter; 0 past the border. */
function copyUnder(
  under: Float32Array,
  x: Float32Array,
  conv: ReturnType<typeof tf.backend_util.computeConv2DInfo>,
  [row, column]: readonly [number, number],
): void {
  const { batchSize, inHeight, inWidth, inChannels } = conv;
  const { outHeight, outWidth, strideHeight, strideWidth, padInfo } = conv;
  under.fill(0);
  let to = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let i = 0; i < outHeight; i++) {
      const y = i * strideHeight - padInfo.top + row;
      for (let j = 0; j < outWidth; j++, to += inChannels) {
        const across = j * strideWidth - padInfo.left + column;
        if (y < 0 || y >= inHeight || across < 0 || across >= inWidth) continue;
        const from = ((b * inHeight + y) * inWidth + across) * inChannels;
        for (let c = 0; c < inChannels; c++) under[to + c] = x[from + c];
      }
    }
  }
}

tf.registerKernel({
  kernelName: tf.Conv2DBackpropFilter,
  backendName: "wasm",
  kernelFunc: filterGradient,
});
