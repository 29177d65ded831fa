import { replaceKernel } from "./replace_kernel.ts";
import { tf } from "./tensorflow.ts";

type Call = Parameters<tf.KernelFunc>[0];

/**
 * Lets a backend multiply batches of matrices in shapes that stand for each other, such as
 * `[2, 1]` for `[2, 3]`, as native TensorFlow does. The kernels start with the first matrix
 * anew behind the last, which is another one unless it is the leading axes that are
 * missing.
 *
 * @param backendName The backend, whose kernels are registered.
 */
export function broadcastProductsOn(
  backendName: "cpu" | "wasm" | "webgpu",
): void {
  const { kernelFunc: tile } = tf.getKernel(tf.Tile, backendName);
  for (const kernelName of [tf.BatchMatMul, tf._FusedMatMul]) {
    replaceKernel(kernelName, backendName, (original) => (call) => {
      const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
      const batches = [a, b].map(({ shape }) => shape.slice(0, -2));
      const sizes = batches.map((batch) => tf.util.sizeFromShape(batch));
      const [batchOfA, batchOfB] = batches;
      if (Math.min(...sizes) < 2 || tf.util.arraysEqual(batchOfA, batchOfB)) {
        return original(call);
      }
      const batch = tf.backend_util.assertAndGetBroadcastShape(
        batchOfA,
        batchOfB,
      );
      const left = repeated(a, batch, tile, call);
      const right = repeated(b, batch, tile, call);
      try {
        const inputs = { ...call.inputs, a: left, b: right };
        return original({ ...call, inputs });
      } finally {
        for (const { dataId } of [left, right]) {
          (call.backend as tf.KernelBackend).disposeData(dataId);
        }
      }
    });
  }
}

/** A copy with the matrices of a whole batch. */
function repeated(
  { dataId, shape, dtype }: tf.TensorInfo,
  batch: readonly number[],
  tile: tf.KernelFunc,
  { backend }: Call,
): tf.TensorInfo {
  const missing = batch.length + 2 - shape.length;
  const sizes = [...Array<number>(missing).fill(1), ...shape];
  const reps = sizes.map((size, i) => i < batch.length ? batch[i] / size : 1);
  return tile({
    inputs: { x: { dataId, shape: sizes, dtype } },
    backend,
    attrs: { reps },
  }) as tf.TensorInfo;
}

broadcastProductsOn("cpu");
broadcastProductsOn("wasm");
