import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { checkModelKind } from "../model/stack_config.ts";
import type { Transformer } from "../model/transformer.ts";
import { batchesByLength } from "../text/batches_by_length.ts";
import { batchesByTokens } from "../text/batches_by_tokens.ts";
import type { EncodedPairs } from "../text/encode_pairs.ts";
import { checkPairs } from "./check_pairs.ts";
import type { JsonValue } from "./checkpoint.ts";
import { epochSeed } from "./epoch_seed.ts";
import { fingerprint } from "./fingerprint.ts";
import type { TrainingTask } from "./train_steps.ts";
import {
  batchLoss,
  countWords,
  pairLengths,
  translationLoss,
} from "./translation_loss.ts";

/** How large a batch is. */
export type BatchLimit =
  | {
    /** Most ids of a batch's longer side, padding included. */
    readonly tokens: number;
    readonly sentences?: never;
  }
  | {
    /** Pairs in a batch. */
    readonly sentences: number;
    readonly tokens?: never;
  };

/** What a model learns to translate from, and how. */
export type TranslationTaskOptions = BatchLimit & {
  /** Pairs to train on. */
  readonly train: EncodedPairs;
  /** Pairs to find the loss on after each epoch. */
  readonly validation?: EncodedPairs;
  /** Share of the probability that is spread over all words; 0.1 by default. */
  readonly smoothing?: number;
  /** Seed of the order of the pairs; 0 by default. */
  readonly seed?: number;
  /** What else tells this run from others, such as the names of the data. */
  readonly config?: { readonly [key: string]: JsonValue };
};

const OPTIONS = optionNames<TranslationTaskOptions>({
  tokens: true,
  sentences: true,
  train: true,
  validation: true,
  smoothing: true,
  seed: true,
  config: true,
});

/**
 * Teaches a Transformer to translate, for {@linkcode trainSteps}.
 *
 * The loss is the mean cross-entropy of the target's words, each behind the right ones
 * before it; on validation pairs without smoothing and dropout, in nats a word. Batches
 * have pairs of like length, either so many of them or so many ids.
 *
 * @param model The model; its weights are changed.
 * @param options Pairs, size of batches, and smoothing.
 * @returns The task; a batch is a list of numbers of pairs.
 * @throws {RangeError} If a size is not an integer >= 1, a side of a pair has more ids
 * than `tokens` or the model's positions, or an id is outside its vocabulary.
 * @throws {TypeError} If the model is no Transformer, the pairs are none, there is neither
 * a number of sentences nor of tokens, or no option of a name that was given.
 */
export function translationTask(
  model: Transformer,
  options: TranslationTaskOptions,
): TrainingTask<number[]> {
  const action = "train a Transformer";
  checkModelKind(action, model, "Transformer");
  checkOptionNames(action, options, OPTIONS);
  const { train, validation, smoothing = 0.1, seed = 0 } = options;
  checkPairs(action, "train", model, train);
  if (validation) checkPairs(action, "validation", model, validation);
  const { tokens, sentences } = options;
  if (tokens === undefined && sentences === undefined) {
    throw new TypeError(
      `Cannot ${action} as sentences or tokens must be given: got neither`,
    );
  }
  checkPositiveIntegers(
    action,
    tokens === undefined ? { sentences } : { tokens },
  );
  const lengths = pairLengths(train);
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  if (tokens !== undefined && tokens < longest) {
    throw new RangeError(
      `Cannot ${action} as tokens must be at least ${longest}, the ids of the longest side of a pair: got ${tokens}`,
    );
  }
  return {
    config: {
      ...options.config,
      model: JSON.parse(JSON.stringify(model.config)),
      pairs: lengths.length,
      digest: fingerprint(
        [train, validation].map((pairs) =>
          pairs && [pairs.source, pairs.target]
        ),
      ).slice(0, 12),
      ...tokens === undefined ? { sentences } : { tokens },
      smoothing,
      seed,
    },
    weights: model.weights,
    random: [model.dropout],
    batches: (epoch) => {
      const order = epochSeed(seed, epoch);
      return tokens === undefined
        ? batchesByLength(lengths, { batchSize: sentences, seed: order })
        : batchesByTokens(lengths, { tokens, seed: order });
    },
    size: (batch) => countWords(train, batch),
    loss: (batch, divisor) =>
      batchLoss(model, train, batch, { divisor, smoothing, training: true }),
    ...validation && {
      validate: (signal) => translationLoss(model, validation, { signal }),
    },
  };
}
