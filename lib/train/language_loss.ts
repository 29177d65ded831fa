import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { checkVocabularyIds } from "../model/check_vocabulary_ids.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { checkModelKind } from "../model/stack_config.ts";
import { smoothedCrossEntropy } from "../op/smoothed_cross_entropy.ts";
import { chunks } from "../text/chunks.ts";
import { sumOverBatches } from "./sum_over_batches.ts";

/** Windows at once where no gradient is needed. */
const BATCH = 32;

/** Label where a window sticks out of the text; no id, as any may be in the text. */
const BEHIND = -1;

/** What a text must be for a language model. */
export const IDS = "an array of ids, such as a vocabulary's encode() gives";

/**
 * Mean loss of a language model on a text, without smoothing and dropout.
 *
 * The text is cut into windows, one behind the other; each id but the first is
 * predicted once, from those before it in its window alone.
 *
 * @param model The model.
 * @param text Ids of the text; at least two.
 * @param options `window`: ids in a window, at most as many as there are positions;
 * `signal`: stops between two batches.
 * @returns Nats an id; divided by ln 2, bits. `Math.exp()` of it is the perplexity.
 * @throws {RangeError} If `window` is not an integer >= 1, there are fewer ids than two, or
 * one is outside the vocabulary.
 * @throws {TypeError} If the model is no LanguageModel, the text no list, or there is no
 * option of a name that was given.
 * @throws {ShapeError} If `window` is more than the positions.
 * @throws The signal's reason, once the signal is given.
 */
export async function languageLoss(
  model: LanguageModel,
  text: ArrayLike<number>,
  options: {
    readonly window: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<number> {
  const action = "take the loss of a text";
  checkModelKind(action, model, "LanguageModel");
  checkList(action, "text", text, IDS);
  checkOptionNames(action, options, ["window", "signal"]);
  const { window, signal } = options;
  checkVocabularyIds(action, "text", text, model.config.vocabularySize);
  const ids = Int32Array.from(text);
  checkPositiveIntegers(action, {
    window,
    "number of ids to predict": ids.length - 1,
  });
  const divisor = ids.length - 1;
  const starts = Array.from(
    { length: Math.ceil(divisor / window) },
    (_, i) => i * window,
  );
  const how = { window, divisor, smoothing: 0, training: false };
  return await sumOverBatches(
    chunks(starts, BATCH),
    (batch) => windowsLoss(model, ids, batch, how),
    signal,
  );
}

/** Sum of the losses of windows, divided by a number; one may stick out of the text. */
export function windowsLoss(
  model: LanguageModel,
  ids: Int32Array,
  starts: readonly number[],
  { window, training, ...options }: {
    readonly window: number;
    readonly divisor: number;
    readonly smoothing: number;
    readonly training: boolean;
  },
): tf.Scalar {
  const inputs = new Int32Array(starts.length * window);
  const labels = new Int32Array(inputs.length).fill(BEHIND);
  for (const [row, start] of starts.entries()) {
    labels.set(ids.subarray(start + 1, start + 1 + window), row * window);
    inputs.set(ids.subarray(start, start + window), row * window);
  }
  const shape: [number, number] = [starts.length, window];
  const logits = model.logits(tf.tensor2d(inputs, shape, "int32"), {
    training,
  });
  return smoothedCrossEntropy(
    tf.reshape(logits, [labels.length, model.config.vocabularySize]),
    labels,
    { ...options, padding: BEHIND },
  );
}
