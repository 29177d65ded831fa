import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

type KernelArgs = Parameters<tf.KernelFunc>[0];

/**
 * Matrix products on the wasm backend with the transposes made first.
 *
 * Its own kernels fall to a tenth of their speed or less under `transposeA` or
 * `transposeB`, which every gradient of a product uses. They also remember `b` by its
 * values alone: reshaped ones, which are the same values, gave wrong numbers or destroyed
 * memory.
 *
 * @param kernelName `BatchMatMul` or `_FusedMatMul`.
 */
function transposeFirst(kernelName: string): void {
  replaceKernel(kernelName, "wasm", (original) => (args) => {
    const { inputs, backend, attrs } = args;
    const { a, b } = inputs as Record<string, tf.TensorInfo>;
    const { transposeA, transposeB } = attrs!;
    const left = transposeA ? transposed(a, backend) : a;
    const right = transposeB
      ? transposed(b, backend)
      : inFirstShape(b, backend);
    const out = original({
      inputs: { ...inputs, a: left, b: right },
      backend,
      attrs: { ...attrs, transposeA: false, transposeB: false },
    });
    for (const made of [left, right]) {
      if (made !== a && made !== b) disposeData(backend, made);
    }
    return out;
  });
}

/** In which shape values were the right side of a product first. */
const firstShapes = new WeakMap<object, string>();

/** Itself, or a copy where the values were remembered in another shape. */
function inFirstShape(
  x: tf.TensorInfo,
  backend: KernelArgs["backend"],
): tf.TensorInfo {
  const shape = x.shape.slice(-2).join();
  const first = firstShapes.get(x.dataId) ?? shape;
  firstShapes.set(x.dataId, first);
  if (shape === first) return x;
  const { kernelFunc: copy } = tf.getKernel(tf.Identity, "wasm");
  return copy({ inputs: { x }, backend, attrs: {} }) as tf.TensorInfo;
}

/** With the last two axes swapped. */
function transposed(
  x: tf.TensorInfo,
  backend: KernelArgs["backend"],
): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!];
  const args: KernelArgs = { inputs: { x }, backend, attrs: { perm } };
  return tf.getKernel(tf.Transpose, "wasm").kernelFunc(args) as tf.TensorInfo;
}

function disposeData(
  backend: KernelArgs["backend"],
  { dataId }: tf.TensorInfo,
): void {
  (backend as tf.KernelBackend).disposeData(dataId);
}

transposeFirst(tf.BatchMatMul);
transposeFirst(tf._FusedMatMul);
