import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

type Shape4 = [number, number, number, number];

// With "same" padding and strides wider than the filter, the last pixels may lie under no
// filter. The wasm backend then takes their number, which is below 0, for one of padding
// near 2^32, and answers 0; so they are cut off before.
for (
  const [kernelName, isDepthwise] of [
    [tf.Conv2D, false],
    [tf.FusedConv2D, false],
    [tf.DepthwiseConv2dNative, true],
    [tf.FusedDepthwiseConv2D, true],
  ] as const
) {
  replaceKernel(kernelName, "wasm", (original) => (call) => {
    const { x, filter } = call.inputs as Record<string, tf.TensorInfo>;
    const { strides, pad, dataFormat, dimRoundingMode } = call
      .attrs as unknown as tf.Conv2DAttrs;
    if (pad !== "same" || dataFormat === "NCHW") return original(call);
    const conv = tf.backend_util.computeConv2DInfo(
      x.shape as Shape4,
      filter.shape as Shape4,
      strides,
      1, // more go with strides of 1 alone, where all pixels lie under a filter
      pad,
      dimRoundingMode,
      isDepthwise,
    );
    const height = Math.min(
      conv.inHeight,
      (conv.outHeight - 1) * conv.strideHeight + conv.effectiveFilterHeight,
    );
    const width = Math.min(
      conv.inWidth,
      (conv.outWidth - 1) * conv.strideWidth + conv.effectiveFilterWidth,
    );
    if (height === conv.inHeight && width === conv.inWidth) {
      return original(call);
    }
    const under = tf.getKernel(tf.Slice, "wasm").kernelFunc({
      inputs: { x },
      backend: call.backend,
      attrs: {
        begin: [0, 0, 0, 0],
        size: [conv.batchSize, height, width, conv.inChannels],
      },
    }) as tf.TensorInfo;
    try {
      return original({ ...call, inputs: { ...call.inputs, x: under } });
    } finally {
      (call.backend as tf.KernelBackend).disposeData(under.dataId);
    }
  });
}
