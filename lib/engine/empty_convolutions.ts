import { filled } from "./filled.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tf.ts";

type Conv2dShape = Parameters<typeof tf.backend_util.computeConv2DInfo>[0];
type Conv3dShape = Parameters<typeof tf.backend_util.computeConv3DInfo>[0];

type Call = Parameters<tf.KernelFunc>[0];

/** The shape of a kernel's result. */
const SHAPES: Readonly<Record<string, (call: Call) => readonly number[]>> = {
  [tf.Conv2D]: (call) => planar(call, false),
  [tf.FusedConv2D]: (call) => planar(call, false),
  [tf.DepthwiseConv2dNative]: (call) => planar(call, true),
  [tf.FusedDepthwiseConv2D]: (call) => planar(call, true),
  [tf.Conv3D]: ({ inputs, attrs }) => {
    const { strides, pad, dilations } = attrs as unknown as tf.Conv3DAttrs;
    const [x, filter] = shapes<Conv3dShape>(inputs);
    return tf.backend_util.computeConv3DInfo(
      x,
      filter,
      strides,
      dilations ?? 1, // which layers leave out
      pad,
    ).outShape;
  },
  [tf.Conv2DBackpropFilter]: ({ attrs }) =>
    (attrs as unknown as tf.Conv2DBackpropFilterAttrs).filterShape,
  [tf.Conv2DBackpropInput]: ({ attrs }) =>
    (attrs as unknown as tf.Conv2DBackpropInputAttrs).inputShape,
};

/**
 * Lets a backend take convolutions of an empty batch, or with a filter that is larger than
 * the pictures, and their gradients. Native TensorFlow gives them the shape of the pictures
 * instead of their own, and what lies in memory for numbers; on `webgpu` the kernels throw.
 *
 * @param backendName The backend, whose kernels are registered.
 */
export function takeEmptyConvolutionsOn(
  backendName: "tensorflow" | "webgpu",
): void {
  for (const [kernelName, shapeOf] of Object.entries(SHAPES)) {
    replaceKernel(kernelName, backendName, (original) => (call) => {
      const { dy } = call.inputs as Record<string, tf.TensorInfo>;
      const shape = [...shapeOf(call)];
      const isEmpty = shape.includes(0) || dy?.shape.includes(0);
      return isEmpty
        ? filled(call, { shape, dtype: "float32" }, 0)
        : original(call);
    });
  }
}

function planar({ inputs, attrs }: Call, depthwise: boolean): number[] {
  const { strides, pad, dilations, dimRoundingMode, dataFormat } =
    attrs as unknown as tf.Conv2DAttrs;
  const [x, filter] = shapes<Conv2dShape>(inputs);
  return tf.backend_util.computeConv2DInfo(
    x,
    filter,
    strides,
    dilations ?? 1, // which layers leave out
    pad as number,
    dimRoundingMode,
    depthwise,
    depthwise ? undefined : tf.backend_util.convertConv2DDataFormat(dataFormat),
  ).outShape;
}

function shapes<Shape>(inputs: Call["inputs"]): [x: Shape, filter: Shape] {
  const { x, filter } = inputs as Record<string, tf.TensorInfo>;
  return [x.shape as Shape, filter.shape as Shape];
}
