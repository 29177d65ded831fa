import { tf } from "../engine/tf.ts";
import type { Transformer } from "../model/transformer.ts";
import { smoothedCrossEntropy } from "../op/smoothed_cross_entropy.ts";
import { batchesByTokens } from "../text/batches_by_tokens.ts";
import type { EncodedPairs } from "../text/encode_pairs.ts";
import { padded } from "../text/padded.ts";
import type { Json } from "./checkpoint.ts";
import type { TrainingTask } from "./train_steps.ts";

/** What a model learns to translate from, and how. */
export interface TranslationTaskOptions {
  /** Pairs to train on. */
  readonly train: EncodedPairs;
  /** Pairs to find the loss on after each epoch. */
  readonly validation?: EncodedPairs;
  /** Most ids of a batch's longer side, padding included. */
  readonly tokens: number;
  /** Share of the probability that is spread over all words; 0.1 by default. */
  readonly smoothing?: number;
  /** Seed of the order of the pairs; 0 by default. */
  readonly seed?: number;
  /** What else tells this run from others, such as the names of the data. */
  readonly config?: { readonly [key: string]: Json };
}

/**
 * Teaches a Transformer to translate, for {@linkcode trainSteps}.
 *
 * The loss is the mean cross-entropy of the target's words, each behind the right ones
 * before it; on validation pairs without smoothing and dropout, in nats a word.
 *
 * @param model The model; its weights are changed.
 * @param options Pairs, size of batches, and smoothing.
 * @returns The task; a batch is a list of numbers of pairs.
 */
export function translationTask(
  model: Transformer,
  options: TranslationTaskOptions,
): TrainingTask<number[]> {
  const { train, validation, tokens, smoothing = 0.1, seed = 0 } = options;
  const lengths = lengthsOf(train);
  return {
    config: {
      ...options.config,
      model: JSON.parse(JSON.stringify(model.config)),
      pairs: lengths.length,
      tokens,
      smoothing,
      seed,
    },
    weights: model.weights,
    random: [model.dropout],
    batches: (epoch) =>
      // seeds of one run's epochs are far from those of the next run
      batchesByTokens(lengths, { tokens, seed: 1_000_003 * seed + epoch }),
    size: (batch) => words(train, batch),
    loss: (batch, divisor) =>
      lossOf(model, train, batch, { divisor, smoothing, training: true }),
    ...validation && {
      validate: async () => {
        const all = lengthsOf(validation);
        const divisor = words(validation, [...all.keys()]);
        let loss = 0;
        for (const batch of batchesByTokens(all, { tokens })) {
          const part = tf.tidy(() =>
            lossOf(model, validation, batch, {
              divisor,
              smoothing: 0,
              training: false,
            })
          );
          loss += (await part.data())[0];
          part.dispose();
        }
        return loss;
      },
    },
  };
}

/** Length of the longer side of each pair. */
function lengthsOf({ source, target }: EncodedPairs): number[] {
  return source.map((ids, i) => Math.max(ids.length, target[i].length - 1));
}

/** Words to predict, ends among them. */
function words({ target }: EncodedPairs, batch: readonly number[]): number {
  return batch.reduce((sum, item) => sum + target[item].length - 1, 0);
}

function lossOf(
  model: Transformer,
  { source, target }: EncodedPairs,
  batch: readonly number[],
  { training, ...options }: {
    readonly divisor: number;
    readonly smoothing: number;
    readonly training: boolean;
  },
): tf.Scalar {
  const from = padded(batch.map((item) => source[item]));
  const to = padded(batch.map((item) => target[item].slice(0, -1)));
  const labels = padded(batch.map((item) => target[item].slice(1)));
  const logits = model.logits(
    tf.tensor2d(from.ids, from.shape, "int32"),
    tf.tensor2d(to.ids, to.shape, "int32"),
    { training },
  );
  const [rows, length, classes] = logits.shape;
  return smoothedCrossEntropy(
    tf.reshape(logits, [rows * length, classes]),
    labels.ids,
    options,
  );
}
