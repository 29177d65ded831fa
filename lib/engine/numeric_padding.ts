import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

/** Kernels that put windows over pictures. */
const KERNELS = [
  tf.Conv2D,
  tf.Conv2DBackpropFilter,
  tf.Conv2DBackpropInput,
  tf.FusedConv2D,
  tf.DepthwiseConv2dNative,
  tf.DepthwiseConv2dNativeBackpropFilter,
  tf.DepthwiseConv2dNativeBackpropInput,
  tf.FusedDepthwiseConv2D,
  tf.MaxPool,
  tf.MaxPoolGrad,
  tf.AvgPool,
  tf.AvgPoolGrad,
];

/**
 * Lets a backend take a number of pixels for padding with windows and strides that are not
 * square. TensorFlow.js then counts windows from left to right as those from top to bottom,
 * so that some lie outside of the picture, and on `wasm` outside of its memory, which is
 * destroyed; padding that is written out for each side it counts well.
 *
 * @param backendName The backend, whose kernels are registered.
 */
export function writeOutPaddingOn(
  backendName: "cpu" | "wasm" | "webgpu" | "tensorflow",
): void {
  for (const kernelName of KERNELS) {
    replaceKernel(kernelName, backendName, (original) => (call) => {
      const { pad, dataFormat } = call.attrs as unknown as tf.Conv2DAttrs;
      if (typeof pad !== "number") return original(call);
      const sides = [[pad, pad], [pad, pad]];
      const none = [[0, 0]];
      const written = dataFormat === "NCHW"
        ? [...none, ...none, ...sides]
        : [...none, ...sides, ...none];
      return original({ ...call, attrs: { ...call.attrs, pad: written } });
    });
  }
}

writeOutPaddingOn("cpu");
writeOutPaddingOn("wasm");
