import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tf.ts";

/**
 * Lets native TensorFlow give a tensor back that is to get the shape or type that it
 * has, as gradients of sums and products ask all the time: the package copies it. So are
 * whole numbers that are to be rounded, for which TensorFlow answers zeros.
 */
export function registerTensorFlowSame(): void {
  giveBack(tf.Reshape, (x, attrs) => {
    const { shape } = attrs as unknown as tf.ReshapeAttrs;
    return tf.util.arraysEqual(shape, x.shape);
  });
  giveBack(tf.Cast, (x, attrs) => {
    const { dtype } = attrs as unknown as tf.CastAttrs;
    return dtype === x.dtype;
  });
  giveBack(tf.Round, (x) => x.dtype === "int32");
}

function giveBack(
  kernelName: string,
  same: (x: tf.TensorInfo, attrs: tf.NamedAttrMap) => boolean,
): void {
  const { kernelFunc: identity } = tf.getKernel(tf.Identity, "tensorflow");
  replaceKernel(kernelName, "tensorflow", (original) => (call) => {
    const { x } = call.inputs as Record<string, tf.TensorInfo>;
    return same(x, call.attrs ?? {}) ? identity(call) : original(call);
  });
}
