import { filled, type FilledType } from "./filled.ts";
import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

type Call = Parameters<tf.KernelFunc>[0];

/** A number for each type of tensor. */
type Numbers = Readonly<Record<FilledType, number>>;

/** What any number is at least, as in native TensorFlow. */
const LEAST: Numbers = { float32: -Infinity, int32: -(2 ** 31), bool: 0 };

/** What any number is at most. */
const MOST: Numbers = { float32: Infinity, int32: 2 ** 31 - 1, bool: 1 };

const ZERO: Numbers = { float32: 0, int32: 0, bool: 0 };
const ONE: Numbers = { float32: 1, int32: 1, bool: 1 };

/** What to do where a tensor has no entries; nothing to leave it to the kernel. */
type ForEmpty = (
  call: Call,
  kernel: tf.KernelFunc,
) => ReturnType<tf.KernelFunc> | undefined;

/** By kernel. */
const FOR_EMPTY: Readonly<Record<string, ForEmpty>> = {
  [tf.Sum]: (call) => reduced(call, ZERO),
  [tf.Mean]: (call) => reduced(call, undefined),
  [tf.Max]: (call) => reduced(call, LEAST),
  [tf.Min]: (call) => reduced(call, MOST),
  [tf.Prod]: (call) => reduced(call, ONE),
  [tf.All]: (call) => reduced(call, ONE),
  [tf.Any]: (call) => reduced(call, ZERO),
  [tf.UnsortedSegmentSum]: (call) => addedUp(call),
  [tf.Transpose]: (call) => transposed(call),
  [tf.BatchMatMul]: (call, kernel) => multiplied(call, kernel),
  [tf._FusedMatMul]: (call, kernel) => multiplied(call, kernel),
};

/**
 * Let a backend reduce, transpose, multiply and add up by segments empty tensors, as
 * empty batches and their gradients do. On `wasm` a sum or the largest of nothing is
 * whatever lies in memory, and the mean and the transpose trap; on `webgpu` the kernels
 * throw, as a shader can't run on nothing, or leave what lies in memory.
 *
 * @param backendName The backend, whose kernels are registered.
 */
export function takeEmptyOn(backendName: "wasm" | "webgpu"): void {
  for (const [kernelName, forEmpty] of Object.entries(FOR_EMPTY)) {
    replaceKernel(
      kernelName,
      backendName,
      (original) => (call) => forEmpty(call, original) ?? original(call),
    );
  }
}

/** A reduction of nothing, of which each number is the same; without numbers it is NaN. */
function reduced(
  call: Call,
  numbers: Numbers | undefined,
): tf.TensorInfo | undefined {
  const { x } = call.inputs as Record<string, tf.TensorInfo>;
  if (tf.util.sizeFromShape(x.shape) > 0) return undefined;
  const { axis, reductionIndices, keepDims } = call.attrs as unknown as
    & tf.SumAttrs
    & tf.MaxAttrs; // which calls its axes so
  const axes = tf.util.parseAxisParam(axis ?? reductionIndices, x.shape);
  const kept = x.shape.filter((_, i) => !axes.includes(i));
  const shape = keepDims
    ? tf.backend_util.expandShapeToKeepDim(kept, axes)
    : kept;
  if (!numbers) return filled(call, { shape, dtype: "float32" }, NaN);
  const dtype = x.dtype as FilledType;
  return filled(call, { shape, dtype }, numbers[dtype]);
}

/** The sums of rows that there are none of: what the gradient of a lookup of nothing is. */
function addedUp(call: Call): tf.TensorInfo | undefined {
  const { x, segmentIds } = call.inputs as Record<string, tf.TensorInfo>;
  if (tf.util.sizeFromShape(x.shape) > 0) return undefined;
  const { numSegments } = call.attrs as unknown as tf.UnsortedSegmentSumAttrs;
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  return filled(call, { shape, dtype: x.dtype as FilledType }, 0);
}

function transposed(call: Call): tf.TensorInfo | undefined {
  const { x } = call.inputs as Record<string, tf.TensorInfo>;
  if (tf.util.sizeFromShape(x.shape) > 0) return undefined;
  const { perm } = call.attrs as unknown as tf.TransposeAttrs;
  const shape = perm.map((axis) => x.shape[axis]);
  return filled(call, { shape, dtype: x.dtype as FilledType }, 0);
}

/** An empty product, or one over nothing: over one zero, which makes no difference. */
function multiplied(
  call: Call,
  kernel: tf.KernelFunc,
): ReturnType<tf.KernelFunc> | undefined {
  const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
  if (!a.shape.includes(0) && !b.shape.includes(0)) return undefined;
  const { transposeA, transposeB } = call.attrs as unknown as Record<
    string,
    boolean
  >;
  const [innerOfA, innerOfB] = [transposeA ? -2 : -1, transposeB ? -1 : -2];
  const shape = [
    ...tf.broadcast_util.assertAndGetBroadcastShape(
      a.shape.slice(0, -2),
      b.shape.slice(0, -2),
    ),
    a.shape.at(-3 - innerOfA)!,
    b.shape.at(-3 - innerOfB)!,
  ];
  if (shape.includes(0)) return filled(call, { shape, dtype: "float32" }, 0);
  const [left, right] = ([[a, innerOfA], [b, innerOfB]] as const)
    .map(([{ shape }, axis]) =>
      filled(call, { shape: shape.with(axis, 1), dtype: "float32" }, 0)
    );
  const out = kernel({
    ...call,
    inputs: { ...call.inputs, a: left, b: right },
  });
  for (const { dataId } of [left, right]) {
    (call.backend as tf.KernelBackend).disposeData(dataId);
  }
  return out;
}

takeEmptyOn("wasm");
