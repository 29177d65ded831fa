import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { checkShares } from "../error/check_shares.ts";
import { optionNames } from "../error/option_names.ts";
import { checkCallbacks } from "./check_callbacks.ts";
import type { LearningRate } from "./learning_rates.ts";

/** What a step gave. */
export interface StepMetrics {
  /** From 1. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
  /** Mean loss before the step. */
  readonly loss: number;
  /** How far the step went. */
  readonly learningRate: number;
  /** Length of the gradient before it was clipped. */
  readonly norm: number;
  /** What the loss is a mean of. */
  readonly size: number;
  /** Seconds since the run was started or went on. */
  readonly seconds: number;
}

/** How to train. */
export interface TrainStepsOptions {
  /** Passes over the batches. */
  readonly epochs: number;
  /** Rate of each step. */
  readonly learningRate: LearningRate;
  /** Share of the mean square gradient that Adam keeps; 0.98 by default. */
  readonly beta2?: number;
  /** Share of a matrix that a step of rate 1 takes away, in `[0, 1]`; 0 by default. */
  readonly weightDecay?: number;
  /** Longest gradient; 1 by default. */
  readonly maxNorm?: number;
  /** Batches in a step; 1 by default. */
  readonly accumulate?: number;
  /**
   * Where files go; none are written without it: `checkpoint.safetensors`, from which the run
   * goes on, `best.safetensors`, the weights of the least validation, which
   * {@linkcode assignWeights} reads, and `metrics.jsonl`, a line for each step.
   */
  readonly folder?: string | undefined;
  /** Steps from one checkpoint to the next; 500 by default. */
  readonly saveEvery?: number;
  /** Epochs without a better validation to stop after; never by default. */
  readonly patience?: number;
  /**
   * The last epochs, whose weights of all steps are averaged: the mean so far is what is
   * validated then, and what is left at the end; none by default.
   */
  readonly average?: number;
  /** Stops after the step that is under way, and saves. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step. */
  readonly onStep?: ((metrics: StepMetrics) => void) | undefined;
}

const OPTIONS = optionNames<TrainStepsOptions>({
  epochs: true,
  learningRate: true,
  beta2: true,
  weightDecay: true,
  maxNorm: true,
  accumulate: true,
  folder: true,
  saveEvery: true,
  patience: true,
  average: true,
  signal: true,
  onStep: true,
});

/** Options with defaults where there was nothing. */
export type CheckedTrainOptions =
  & TrainStepsOptions
  & Required<
    Pick<
      TrainStepsOptions,
      | "beta2"
      | "maxNorm"
      | "accumulate"
      | "weightDecay"
      | "saveEvery"
      | "patience"
    >
  >;

/**
 * Refuses options that nothing can be trained with.
 *
 * @param options What the caller gave.
 * @returns The same, with defaults where there was nothing.
 * @throws {TypeError} If they are no object, `learningRate` or `onStep` is no function,
 * `signal` is no AbortSignal, or there is no option of a name that was given.
 * @throws {RangeError} If one is out of range.
 */
export function checkedTrainOptions(
  options: TrainStepsOptions,
): CheckedTrainOptions {
  checkOptionNames("train", options, OPTIONS);
  const { epochs, beta2 = 0.98, maxNorm = 1, accumulate = 1 } = options;
  const { weightDecay = 0, saveEvery = 500, patience = Infinity } = options;
  const { average } = options;
  checkPositiveIntegers("train", { epochs, accumulate, saveEvery });
  if (average !== undefined) checkPositiveIntegers("train", { average });
  if (average !== undefined && average >= epochs) {
    throw new RangeError(
      `Cannot train as average must be less than epochs, ${epochs}: got ${average}`,
    );
  }
  if (patience !== Infinity) checkPositiveIntegers("train", { patience });
  checkCallbacks("train", options);
  if (typeof options.learningRate !== "function") {
    throw new TypeError(
      `Cannot train as learningRate must be a function of the step: got ${options.learningRate}`,
    );
  }
  checkShares("train", { beta2 });
  if (!(maxNorm > 0)) {
    throw new RangeError(`Cannot train as maxNorm must be > 0: got ${maxNorm}`);
  }
  if (!(weightDecay >= 0 && weightDecay <= 1)) {
    throw new RangeError(
      `Cannot train as weightDecay must be in [0, 1]: got ${weightDecay}`,
    );
  }
  return {
    ...options,
    beta2,
    maxNorm,
    accumulate,
    weightDecay,
    saveEvery,
    patience,
  };
}
