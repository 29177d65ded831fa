import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { randomSource } from "../matrix/random_source.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { checkVocabularyIds } from "../model/check_vocabulary_ids.ts";
import { checkModelKind } from "../model/stack_config.ts";
import type { JsonValue } from "./checkpoint.ts";
import { epochSeed } from "./epoch_seed.ts";
import { fingerprint } from "./fingerprint.ts";
import { IDS, languageLoss, windowsLoss } from "./language_loss.ts";
import type { TrainingTask } from "./train_steps.ts";

/** What a language model learns from, and how. */
export interface LanguageTaskOptions {
  /** Ids of the text to train on. */
  readonly train: ArrayLike<number>;
  /** Ids of the text to find the loss on after each epoch. */
  readonly validation?: ArrayLike<number>;
  /** Ids that are predicted from those before them in the same window. */
  readonly window: number;
  /** Windows in a batch. */
  readonly batch: number;
  /** Batches in an epoch. */
  readonly batches: number;
  /** Share of the probability that is spread over all ids; 0 by default. */
  readonly smoothing?: number;
  /** Seed of the windows' places; 0 by default. */
  readonly seed?: number;
  /** What else tells this run from others, such as the name of the text. */
  readonly config?: { readonly [key: string]: JsonValue };
}

const OPTIONS = optionNames<LanguageTaskOptions>({
  train: true,
  validation: true,
  window: true,
  batch: true,
  batches: true,
  smoothing: true,
  seed: true,
  config: true,
});

/**
 * Teaches a language model to tell the next id of a text, for {@linkcode trainSteps}.
 *
 * Windows lie anywhere in the text, at random. The loss is the mean cross-entropy of
 * their ids in nats; divided by ln 2 it is in bits.
 *
 * @param model The model; its weights are changed.
 * @param options Texts, and the sizes of windows, batches and epochs.
 * @returns The task; a batch is a list of places in the text.
 * @throws {RangeError} If a size is not an integer >= 1, a window is longer than the
 * model's positions, or a text has no more ids than a window or one outside the
 * vocabulary.
 * @throws {TypeError} If the model is no LanguageModel, a text no list, or there is no option
 * of a name that was given.
 *
 * @example
 * ```ts
 * import {
 *   CharacterVocabulary,
 *   languageLoss,
 *   LanguageModel,
 *   linearToZero,
 *   trainSteps,
 * } from "@kronlab/kronlab";
 * import { assert } from "@std/assert";
 *
 * const text = "the same line, again and again\n".repeat(20);
 * const vocabulary = CharacterVocabulary.of(text);
 * const ids = vocabulary.encode(text);
 * const model = new LanguageModel({
 *   vocabularySize: vocabulary.size,
 *   width: 16,
 *   heads: 2,
 *   hidden: 32,
 *   layers: 1,
 *   maxPositions: 16,
 * });
 * const [train, validation] = [ids.slice(0, 500), ids.slice(500)];
 * const sizes = { window: 16, batch: 8, batches: 10 };
 * const { finished } = await trainSteps(
 *   languageTask(model, { train, validation, ...sizes }),
 *   { epochs: 3, learningRate: linearToZero({ peak: 0.01, warmUp: 5, steps: 30 }) },
 * ); // with `folder`, it can be stopped by a `signal` and gone on with
 * assert(finished);
 * const loss = await languageLoss(model, validation, { window: 16 });
 * assert(Math.exp(loss) < vocabulary.size); // the perplexity
 * ```
 */
export function languageTask(
  model: LanguageModel,
  options: LanguageTaskOptions,
): TrainingTask<number[]> {
  const action = "train a language model";
  checkModelKind(action, model, "LanguageModel");
  checkOptionNames(action, options, OPTIONS);
  const { validation, smoothing = 0, seed = 0 } = options;
  checkList(action, "train", options.train, IDS);
  if (validation) checkList(action, "validation", validation, IDS);
  const { maxPositions, vocabularySize } = model.config;
  checkVocabularyIds(action, "train", options.train, vocabularySize);
  checkVocabularyIds(action, "validation", validation ?? [], vocabularySize);
  const train = Int32Array.from(options.train);
  const { window, batch, batches } = options;
  checkPositiveIntegers(action, { window, batch, batches });
  const cannot = (need: string, got: number) =>
    new RangeError(`Cannot ${action} as ${need}: got ${got}`);
  if (window > maxPositions) {
    const need =
      `window must be at most ${maxPositions}, the model's positions`;
    throw cannot(need, window);
  }
  for (const [name, ids] of Object.entries({ train, validation })) {
    if (ids && ids.length <= window) {
      throw cannot(`${name} must have more than ${window} ids`, ids.length);
    }
  }
  const lists = [train, validation ?? []].map((ids) => Array.from(ids));
  return {
    config: {
      ...options.config,
      model: JSON.parse(JSON.stringify(model.config)),
      ids: train.length,
      digest: fingerprint(lists).slice(0, 12),
      window,
      batch,
      batches,
      smoothing,
      seed,
    },
    weights: model.weights,
    random: [model.dropout],
    batches: (epoch) => {
      const random = randomSource(epochSeed(seed, epoch));
      const places = train.length - window;
      const place = () => Math.floor(random() * places);
      return Array.from(
        { length: batches },
        () => Array.from({ length: batch }, place),
      );
    },
    size: (starts) => starts.length * window,
    loss: (starts, divisor) => {
      const options = { window, divisor, smoothing, training: true };
      return windowsLoss(model, train, starts, options);
    },
    ...validation && {
      validate: (signal) => languageLoss(model, validation, { window, signal }),
    },
  };
}
