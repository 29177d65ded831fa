import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";

/** The learning rate of each step; the first step is 1. */
export type LearningRate = (step: number) => number;

/** A learning rate that rises to a peak. */
export interface WarmUp {
  /** The largest rate; > 0. */
  readonly peak: number;
  /** Steps up to it; an integer >= 1. */
  readonly warmUp: number;
}

/** A learning rate that rises to a peak and is 0 after the last step. */
export interface LinearToZero extends WarmUp {
  /** All steps; an integer >= `warmUp`. */
  readonly steps: number;
}

/**
 * A learning rate that rises linearly, then falls as the inverse square root.
 *
 * `peak · min(step / warmUp, √(warmUp / step))`: it needs no number of steps, so that
 * a run can go on for as long as it helps.
 *
 * @param options Peak and steps up to it.
 * @returns The rate of each step.
 * @throws {RangeError} If `peak` is not > 0 or `warmUp` is not an integer >= 1.
 * @throws {TypeError} If the options are no object, or there is none of a name that was given.
 *
 * @see Vaswani and others, "Attention Is All You Need", NeurIPS 2017, section 5.3.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const rate = inverseSquareRoot({ peak: 1, warmUp: 4 });
 * assertEquals([1, 2, 4, 16].map(rate), [0.25, 0.5, 1, 0.5]);
 * ```
 */
export function inverseSquareRoot(options: WarmUp): LearningRate {
  const { peak, warmUp } = checked(options, []);
  return (step) => peak * Math.min(step / warmUp, Math.sqrt(warmUp / step));
}

/**
 * A learning rate that rises linearly, then falls linearly.
 *
 * It would reach 0 at the step behind the last one, so that no step is for nothing.
 *
 * @param options Peak, steps up to it, and all steps.
 * @returns The rate of each step; 0 behind the last one.
 * @throws {RangeError} If `peak` is not > 0, `warmUp` is not an integer >= 1 or `steps`
 * is not an integer >= `warmUp`.
 * @throws {TypeError} If the options are no object, or there is none of a name that was given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const rate = linearToZero({ peak: 1, warmUp: 2, steps: 5 });
 * assertEquals([1, 2, 3, 4, 5, 6].map(rate), [0.5, 1, 0.75, 0.5, 0.25, 0]);
 * ```
 */
export function linearToZero(options: LinearToZero): LearningRate {
  const { peak, warmUp } = checked(options, ["steps"]);
  const { steps } = options;
  if (!Number.isSafeInteger(steps) || steps < warmUp) {
    throw new RangeError(
      `Cannot make a learning rate as steps must be an integer >= ${warmUp}: got ${steps}`,
    );
  }
  const fall = steps + 1 - warmUp;
  return (step) =>
    peak * Math.max(0, Math.min(step / warmUp, (steps + 1 - step) / fall));
}

function checked(options: WarmUp, others: readonly string[]): WarmUp {
  const action = "make a learning rate";
  checkOptionNames(action, options, ["peak", "warmUp", ...others]);
  const { peak, warmUp } = options;
  checkPositiveIntegers(action, { warmUp });
  if (peak > 0 && peak < Infinity) return options;
  throw new RangeError(
    `Cannot ${action} as peak must be a finite number > 0: got ${peak}`,
  );
}
