import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import {
  checkCounts,
  checkPositiveIntegers,
} from "../error/check_positive_integers.ts";
import { describeValue } from "../error/describe_value.ts";
import { optionNames } from "../error/option_names.ts";
import { ShapeError } from "../error/shape_error.ts";
import {
  checkFinite,
  type Matrix,
  type MatrixLike,
  toMatrix,
} from "../matrix/matrix.ts";
import { randomSource } from "../matrix/random_source.ts";
import { rearrange } from "../matrix/rearrange.ts";
import {
  type AlternatingOptions,
  fitByAlternating,
} from "./fit_by_alternating.ts";
import { fitByGradient, type GradientOptions } from "./fit_by_gradient.ts";
import { tailEnergy } from "./spectrum.ts";
import {
  checkStack,
  productShape,
  type Stack,
  stackMultiplyAdds,
  stackParameters,
} from "./stack.ts";
import {
  chain,
  drawValues,
  type LayerValues,
  writeValues,
} from "./stack_values.ts";

/** How {@linkcode approximationCurve} fits. */
export interface ApproximationOptions
  extends GradientOptions, AlternatingOptions {
  /** Random starts for each stack and way; default 3. */
  readonly restarts?: number;
  /** Seed of the starts; default 0. */
  readonly seed?: number;
  /** Called after each stack, for a progress bar. */
  readonly onStack?: (() => void) | undefined;
}

const OPTIONS = optionNames<ApproximationOptions>({
  restarts: true,
  seed: true,
  onStack: true,
  steps: true,
  learningRate: true,
  sweeps: true,
  innerSteps: true,
});

/** How close a stack comes to a matrix. */
export interface Approximation {
  /** The layers. */
  readonly stack: Stack;
  /** Parameters of the stack. */
  readonly parameters: number;
  /** Multiply–adds for one vector. */
  readonly multiplyAdds: number;
  /** Relative Frobenius error of the best fit found, `‖product − target‖ / ‖target‖`. */
  readonly error: number;
  /** Error of the best fit by gradient descent. */
  readonly gradientError: number;
  /** Error of the best fit by alternating least squares. */
  readonly alternatingError: number;
  /** The least error there is, where it is known: one layer of order 2, by its singular values. */
  readonly optimalError?: number;
}

/**
 * How close stacks come to a given matrix, each fitted by gradient descent and by
 * alternating least squares from several random starts.
 *
 * Give it stacks of growing depth at equal parameter count, with one layer of higher
 * rank and one of low rank beside them, to see what depth buys. A fit found is an upper
 * bound of the least error: where the two ways differ much, more restarts or steps
 * may find a better one.
 *
 * @param target The matrix `[rows, columns]`, not all zero.
 * @param stacks Stacks whose product is of that shape.
 * @param options Restarts, steps and seed.
 * @returns One row a stack, in the order given.
 * @throws {ShapeError} If a stack's product has another shape than the target.
 * @throws {TypeError} If a stack is no array of layers, or there is no option of a name
 *   that was given.
 * @throws {RangeError} If an entry is NaN or infinite, all are zero, or a stack is
 *   empty, `restarts` is not an integer >= 1, another count not one >= 0, or
 *   `learningRate` not above 0.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const swap = [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]];
 * const stacks = [1, 2, 3, 4].map((rank) => [
 *   { rank, rowFactors: [2, 2], columnFactors: [2, 2] },
 * ]);
 * const curve = approximationCurve(swap, stacks, { steps: 100, sweeps: 20 });
 * for (const [i, { optimalError }] of curve.entries()) {
 *   assertAlmostEquals(optimalError!, Math.sqrt((3 - i) / 4)); // 4 equal terms
 * }
 * ```
 */
export function approximationCurve(
  target: MatrixLike,
  stacks: readonly Stack[],
  options: ApproximationOptions = {},
): Approximation[] {
  checkList("approximate a matrix", "stacks", stacks, "an array of stacks");
  const fit = stackFitter(target, stacks, options);
  return stacks.map((stack) => {
    const row = fit(stack);
    options.onStack?.();
    return row;
  });
}

/**
 * Fits stacks to a matrix, once all are checked.
 *
 * @param target A matrix, as {@linkcode approximationCurve} takes it.
 * @param stacks An array of what shall be fitted.
 * @param options Restarts, steps and seed.
 * @returns Fits one of the stacks.
 * @throws As {@linkcode approximationCurve} does.
 */
export function stackFitter(
  target: MatrixLike,
  stacks: readonly Stack[],
  options: ApproximationOptions,
): (stack: Stack) => Approximation {
  const action = "approximate a matrix";
  checkOptionNames(action, options, OPTIONS);
  checkPositiveIntegers(action, { restarts: options.restarts ?? 3 });
  const { steps = 0, sweeps = 0, innerSteps = 0, learningRate = 1 } = options;
  checkCounts(action, { steps, sweeps, innerSteps });
  if (!(Number.isFinite(learningRate) && learningRate > 0)) {
    throw new RangeError(
      `Cannot ${action} as learningRate must be a number above 0: got ${
        describeValue(learningRate)
      }`,
    );
  }
  const matrix = toMatrix(target);
  checkFinite(action, matrix);
  const norm = frobeniusNorm(matrix);
  if (norm === 0) {
    throw new RangeError(
      `Cannot ${action} as its norm must be above 0: got 0`,
    );
  }
  for (const stack of stacks) {
    checkStack(action, stack);
    const shape = productShape(stack);
    if (shape.some((size, axis) => size !== matrix.shape[axis])) {
      throw new ShapeError(action, `[${matrix.shape.join(", ")}]`, shape);
    }
  }
  // as large as the random products that the fits start from
  const scale = Math.sqrt(matrix.shape[1]) / norm;
  const scaled: Matrix = {
    shape: matrix.shape,
    data: matrix.data.map((value) => value * scale),
  };
  return (stack) => approximate(scaled, stack, options);
}

function approximate(
  target: Matrix,
  stack: Stack,
  options: ApproximationOptions,
): Approximation {
  const { restarts = 3, seed = 0 } = options;
  const random = randomSource(seed);
  const best = (fit: (values: LayerValues[]) => void) => {
    let least = Infinity;
    for (let restart = 0; restart < restarts; restart++) {
      const values = drawValues(stack, random);
      fit(values);
      least = Math.min(least, relativeError(stack, values, target));
    }
    return least;
  };
  const gradientError = best((values) =>
    fitByGradient(stack, values, target, options)
  );
  const alternatingError = best((values) =>
    fitByAlternating(stack, values, target, options)
  );
  const optimalError = leastError(stack, target);
  return {
    stack,
    parameters: stackParameters(stack),
    multiplyAdds: stackMultiplyAdds(stack),
    error: optimalError ?? Math.min(gradientError, alternatingError),
    gradientError,
    alternatingError,
    ...optimalError !== undefined && { optimalError },
  };
}

/** The least error of one layer of order 2: what the truncated SVD leaves. */
function leastError(stack: Stack, target: Matrix): number | undefined {
  const [layer] = stack;
  if (stack.length > 1 || layer.rowFactors.length !== 2) return undefined;
  return Math.sqrt(tailEnergy(rearrange(target, layer), layer.rank));
}

function relativeError(
  stack: Stack,
  values: readonly LayerValues[],
  target: Matrix,
): number {
  const product = chain(
    ...stack.map((layer, l) => writeValues(layer, values[l])),
  );
  const distance = product.data.map((value, i) => value - target.data[i]);
  return frobeniusNorm({ ...target, data: distance }) / frobeniusNorm(target);
}

function frobeniusNorm({ data }: Matrix): number {
  return data.reduce((norm, value) => Math.hypot(norm, value), 0);
}
