import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";
import { addressOf, float32View } from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

type Call = Parameters<tf.KernelFunc>[0];

/**
 * `Slice` for the wasm backend, whose own copies the whole tensor before it takes its
 * part: 92 parts of 4 million numbers took 445 ms. What lies in one piece is copied once.
 */
function slice(
  args: Call,
  original: tf.KernelFunc,
): ReturnType<tf.KernelFunc> {
  const { x } = args.inputs as Record<string, tf.TensorInfo>;
  const { begin, size } = args.attrs as unknown as tf.SliceAttrs;
  const [from, sizes] = tf.slice_util.parseSliceParams(
    x as tf.Tensor,
    begin,
    size,
  );
  if (x.dtype !== "float32" || !inOnePiece(x.shape, from, sizes)) {
    return original(args);
  }
  tf.slice_util.assertParamsValid(x as tf.Tensor, from, sizes);
  const strides = tf.util.computeStrides(x.shape);
  const start = tf.slice_util.computeFlatOffset(from, strides);
  return piece(args.backend as WasmBackend, x, start, sizes);
}

/** `SplitV`, whose parts along the first axis lie in one piece each. */
function split(
  args: Call,
  original: tf.KernelFunc,
): ReturnType<tf.KernelFunc> {
  const { x } = args.inputs as Record<string, tf.TensorInfo>;
  const { numOrSizeSplits, axis } = args.attrs as unknown as tf.SplitVAttrs;
  const [along] = tf.util.parseAxisParam(axis, x.shape);
  if (along !== 0 || x.dtype !== "float32" || x.shape[0] === 0) {
    return original(args);
  }
  const sizes = tf.backend_util.prepareSplitSize(
    x as tf.Tensor,
    numOrSizeSplits,
    0,
  );
  const rest = x.shape.slice(1);
  const width = tf.util.sizeFromShape(rest);
  let row = 0;
  return sizes.map((rows) => {
    const start = row * width;
    row += rows;
    return piece(args.backend as WasmBackend, x, start, [rows, ...rest]);
  });
}

/** Whether a part is a run of the numbers of the whole: only its first axis is cut. */
function inOnePiece(
  shape: readonly number[],
  begin: readonly number[],
  size: readonly number[],
): boolean {
  const first = size.findIndex((length) => length !== 1);
  return first < 0 ||
    shape.every((length, axis) =>
      axis <= first || (begin[axis] === 0 && size[axis] === length)
    );
}

function piece(
  wasm: WasmBackend,
  x: tf.TensorInfo,
  start: number,
  shape: number[],
): tf.TensorInfo {
  const out = wasm.makeOutput(shape, x.dtype);
  const size = tf.util.sizeFromShape(shape);
  // views are made last, as the new tensor may have moved the memory
  const from = float32View(wasm, addressOf(wasm, x) + 4 * start, size);
  float32View(wasm, addressOf(wasm, out), size).set(from);
  return out;
}

replaceKernel(tf.Slice, "wasm", (original) => (args) => slice(args, original));
replaceKernel(tf.SplitV, "wasm", (original) => (args) => split(args, original));
