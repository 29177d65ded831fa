import { tf } from "./tensorflow.ts";
import { addressOf, float32View, int32View } from "./wasm_memory.ts";
import type { WasmBackend } from "./wasm_memory.ts";

/**
 * `UnsortedSegmentSum` for the wasm backend, which lacks it: rows of `x` that share a
 * segment are added up. It is the gradient of `tf.gather`, hence of every embedding.
 */
function unsortedSegmentSum(
  { inputs, backend, attrs }: Parameters<tf.KernelFunc>[0],
): tf.TensorInfo {
  const wasm = backend as WasmBackend;
  const { x, segmentIds } = inputs as Record<string, tf.TensorInfo>;
  const numSegments = attrs!.numSegments as number;
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  const out = wasm.makeOutput(shape, x.dtype);
  const size = tf.util.sizeFromShape(shape);
  const count = tf.util.sizeFromShape(segmentIds.shape);
  const width = numSegments === 0 ? 0 : size / numSegments;
  const view = x.dtype === "int32" ? int32View : float32View;
  const sums = view(wasm, addressOf(wasm, out), size);
  const values = view(wasm, addressOf(wasm, x), count * width);
  const segments = int32View(wasm, addressOf(wasm, segmentIds), count);
  sums.fill(0);
  for (let i = 0; i < count; i++) {
    const segment = segments[i];
    // tfjs drops what belongs to no segment
    if (segment < 0 || segment >= numSegments) continue;
    const [from, to] = [i * width, segment * width];
    for (let c = 0; c < width; c++) sums[to + c] += values[from + c];
  }
  return out;
}

tf.registerKernel({
  kernelName: tf.UnsortedSegmentSum,
  backendName: "wasm",
  kernelFunc: unsortedSegmentSum,
});
