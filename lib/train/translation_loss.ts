import { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { padded, paddedTensor } from "../model/padded.ts";
import { checkModelKind } from "../model/stack_config.ts";
import type { Transformer } from "../model/transformer.ts";
import { smoothedCrossEntropy } from "../op/smoothed_cross_entropy.ts";
import { batchesByLength } from "../text/batches_by_length.ts";
import type { EncodedPairs } from "../text/encode_pairs.ts";
import { checkPairs } from "./check_pairs.ts";
import { sumOverBatches } from "./sum_over_batches.ts";

/** Pairs at once where no gradient is needed. */
const BATCH = 64;

/**
 * Mean loss of a model on pairs, without smoothing and dropout.
 *
 * @param model The model.
 * @param pairs Ids of at least one pair.
 * @param options `signal`: stops between two batches.
 * @returns The mean cross-entropy of the target's words and ends, each behind the
 * right ones before it, in nats.
 * @throws {RangeError} If a sentence has more ids than the model positions, or an id is
 * outside its vocabulary.
 * @throws {TypeError} If the model is no Transformer, the pairs are none, or there is no
 * option of a name that was given.
 * @throws The signal's reason, once the signal is given.
 */
export async function translationLoss(
  model: Transformer,
  pairs: EncodedPairs,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const action = "take the loss of pairs";
  checkModelKind(action, model, "Transformer");
  checkPairs(action, "pairs", model, pairs);
  checkOptionNames(action, options, ["signal"]);
  const { signal } = options;
  const divisor = countWords(pairs, [...pairs.target.keys()]);
  const how = { divisor, smoothing: 0, training: false };
  return await sumOverBatches(
    batchesByLength(pairLengths(pairs), { batchSize: BATCH }),
    (batch) => batchLoss(model, pairs, batch, how),
    signal,
  );
}

/** Length of the longer side of each pair, as the model reads it. */
export function pairLengths({ source, target }: EncodedPairs): number[] {
  return source.map((ids, i) => Math.max(ids.length, target[i].length - 1));
}

/** Words to predict in a batch of numbers of pairs, ends among them. */
export function countWords(
  { target }: EncodedPairs,
  batch: readonly number[],
): number {
  return batch.reduce((sum, item) => sum + target[item].length - 1, 0);
}

/** Sum of the losses of a batch's words, divided by a number. */
export function batchLoss(
  model: Transformer,
  { source, target }: EncodedPairs,
  batch: readonly number[],
  { training, ...options }: {
    readonly divisor: number;
    readonly smoothing: number;
    readonly training: boolean;
  },
): tf.Scalar {
  const from = paddedTensor(batch.map((item) => source[item]));
  const to = paddedTensor(batch.map((item) => target[item].slice(0, -1)));
  const labels = padded(batch.map((item) => target[item].slice(1)));
  const logits = model.logits(from, to, { training });
  const [rows, length, classes] = logits.shape;
  return smoothedCrossEntropy(
    tf.reshape(logits, [rows * length, classes]),
    labels.ids,
    options,
  );
}
