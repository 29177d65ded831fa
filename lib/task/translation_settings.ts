import {
  inverseSquareRoot,
  type LearningRate,
  linearToZero,
} from "../train/learning_rates.ts";
import type { BatchLimit } from "../train/translation_task.ts";

/** How a Transformer is trained. */
export interface TranslationSettings {
  /** Passes over the pairs. */
  readonly epochs: number;
  /** The largest learning rate. */
  readonly rate: number;
  /** Steps up to it; no more than a quarter of all where the rate falls linearly. */
  readonly warmUp: number;
  /** How the rate falls behind it. */
  readonly schedule: "linear" | "inverse-sqrt";
  /**
   * The last epochs, over whose steps the weights are averaged, at a third of the largest
   * rate where it fell linearly before; none by default.
   */
  readonly average?: number | undefined;
  /** Share of a matrix that a step of rate 1 takes away. */
  readonly weightDecay: number;
  /** Share of the probability that is spread over all words. */
  readonly smoothing: number;
  /** Pairs or ids in a batch. */
  readonly batch: BatchLimit;
  /** Batches in a step. */
  readonly accumulate: number;
  /** Longest gradient. */
  readonly clip: number;
  /** Epochs without a better validation to stop after; never by default. */
  readonly patience?: number | undefined;
  /** Seed of the order of the pairs; weights and dropout have the model's. */
  readonly seed: number;
}

/**
 * The learning rate of each step.
 *
 * One that falls linearly warms up for a quarter of a short run at most. The other does
 * not depend on the number of steps, so that a run can go on for more epochs.
 *
 * @param settings The peak, how it is reached and how the rate falls.
 * @param steps Those in which it falls; where weights are averaged, more may follow.
 * @returns The rate.
 * @throws {RangeError} If the peak is not > 0.
 */
export function learningRateOf(
  { rate: peak, warmUp, schedule, average }: Pick<
    TranslationSettings,
    "rate" | "warmUp" | "schedule" | "average"
  >,
  steps: number,
): LearningRate {
  if (schedule === "inverse-sqrt") return inverseSquareRoot({ peak, warmUp });
  const most = Math.max(1, Math.floor(steps / 4));
  const falling = linearToZero({
    peak,
    warmUp: Math.min(warmUp, most),
    steps: Math.max(1, steps),
  });
  return average === undefined
    ? falling
    : (step) => step > steps ? peak / 3 : falling(step);
}
