import { byCpu, type Inputs } from "./by_cpu.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

/** Whether the wasm backend's own kernel is wrong. */
type IsWrong = (inputs: Inputs, attributes: tf.NamedAttrMap) => boolean;

const always: IsWrong = () => true;
const ofTruths: IsWrong = ({ x }) => x.dtype === "bool";
const ofTruthsOrNothing: IsWrong = ({ x }) =>
  x.dtype === "bool" || x.shape.includes(0);
const ofOthersThanFloats: IsWrong = ({ x }) => x.dtype !== "float32";

/** By kernel, where what the wasm backend does is left to the cpu backend, and why. */
const WRONG: Readonly<Record<string, IsWrong>> = {
  // copy four bytes for a truth, which has one, and so write over other tensors
  [tf.Select]: ({ t }) => t.dtype === "bool",
  [tf.Reverse]: ofTruths,
  [tf.ClipByValue]: ofTruths,
  [tf.UnsortedSegmentSum]: ofTruths,
  // write whole numbers, whatever type is asked for
  [tf.OneHot]: (_, { dtype }) => dtype !== "int32",
  // calls what it answers float32, whatever it is
  [tf.StridedSlice]: ofOthersThanFloats,
  // multiplies along the last axes only, and answers in the shape of x
  [tf.Prelu]: ({ x, alpha }) =>
    x.dtype !== "float32" || alpha.dtype !== "float32" ||
    !isBehind(alpha.shape, x.shape),
  // the largest of numbers below 0 is the least float32 above it
  [tf.MaxPool3D]: always,
  [tf.MaxPoolWithArgmax]: always,
  [tf.Dilation2D]: always,
  [tf.Dilation2DBackpropFilter]: always,
  [tf.Dilation2DBackpropInput]: always,
  // take strides and channels for others
  [tf.Conv3DBackpropFilterV2]: always,
  [tf.Conv3DBackpropInputV2]: always,
  // refuse other numbers
  [tf.BatchMatMul]: ({ a }) => a.dtype !== "float32",
  // refuse truths, and trap on nothing
  [tf.Cumsum]: ofTruthsOrNothing,
  [tf.Cumprod]: ofTruthsOrNothing,
  [tf.ArgMax]: ({ x }) => x.shape.includes(0),
  [tf.ArgMin]: ({ x }) => x.shape.includes(0),
};

/** Whether numbers of a shape stand for the last axes of another. */
function isBehind(shape: readonly number[], of: readonly number[]): boolean {
  const first = shape.findIndex((size) => size !== 1);
  const axes = first < 0 ? [] : shape.slice(first);
  return shape.length <= of.length &&
    axes.every((size, i) => size === of[of.length - axes.length + i]);
}

/** What answers whatever lies in memory for truths. */
const WRONG_OF_TRUTHS = [
  ...[tf.Abs, tf.Neg, tf.Sign, tf.Round, tf.Square, tf.Step, tf.Exp, tf.Expm1],
  ...[tf.Softplus, tf.Relu, tf.Relu6, tf.Selu, tf.LeakyRelu, tf.Sinh, tf.Atan],
  ...[tf.Asin, tf.Acos, tf.Atanh, tf.TopK],
];

/** The same for whole numbers, too, or takes their bits for those of float32. */
const WRONG_BUT_OF_FLOATS = [
  ...[tf.IsNan, tf.IsInf, tf.IsFinite, tf.Reciprocal],
  ...[tf.Log1p, tf.Asinh, tf.Acosh],
];

for (
  const [kernelName, isWrong] of [
    ...Object.entries(WRONG),
    ...WRONG_OF_TRUTHS.map((name) => [name, ofTruths] as const),
    ...WRONG_BUT_OF_FLOATS.map((name) => [name, ofOthersThanFloats] as const),
  ]
) {
  const onCpu = byCpu(kernelName);
  replaceKernel(
    kernelName,
    "wasm",
    (original) => (call) =>
      isWrong(call.inputs as Inputs, call.attrs ?? {})
        ? onCpu(call)
        : original(call),
  );
}
