import { tf } from "../engine/tf.ts";
import { breather } from "./breather.ts";

/**
 * Sum of a number of each batch, which lets other work go on between them.
 *
 * @param batches The batches.
 * @param compute A batch's number; what else it makes is disposed.
 * @param signal Stops between two batches.
 * @throws The signal's reason, once the signal is given.
 */
export async function sumOverBatches<Batch>(
  batches: readonly Batch[],
  compute: (batch: Batch) => tf.Tensor,
  signal?: AbortSignal,
): Promise<number> {
  const breathe = breather();
  let sum = 0;
  for (const batch of batches) {
    const part = tf.tidy(() => compute(batch));
    sum += (await part.data())[0];
    part.dispose();
    await breathe();
    signal?.throwIfAborted();
  }
  return sum;
}
