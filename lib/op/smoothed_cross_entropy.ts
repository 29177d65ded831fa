import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkShares } from "../error/check_shares.ts";
import { ShapeError } from "../error/shape_error.ts";
import { checkTensor } from "./check_tensor.ts";
import { firstDerivativesOnly } from "./first_derivatives_only.ts";
import { withGradient } from "./with_gradient.ts";

/** How the cross-entropy is taken. */
export interface SmoothedCrossEntropyOptions {
  /** Share of the probability that is spread over all classes, in `[0, 1)`; 0 by default. */
  readonly smoothing?: number;
  /** Label of rows that don't count, a class or not; 0 by default. */
  readonly padding?: number;
  /** What the sum is divided by; the number of rows that count by default. */
  readonly divisor?: number;
}

const ACTION = "take the cross-entropy";

/**
 * Mean cross-entropy of rows of logits with labels that are smoothed, without padding.
 *
 * With n rows that count, C classes, logits z, label y and smoothing s, it is
 * `1/n Σ (logΣ_c exp z_c − (1 − s)·z_y − s/C·Σ_c z_c)`. The gradient,
 * `(softmax z − s/C − (1 − s)·[c = y])/n`, is computed in the matrix that it is
 * returned in: the matrix of the labels is never written out. First derivatives only.
 *
 * @param logits `[rows, classes]`
 * @param labels One class for each row, integers in `[0, classes)`, or `padding`.
 * @param options Smoothing, padding and divisor.
 * @returns A scalar; 0 if all rows are padding.
 * @throws {ShapeError} If `logits` is not `[labels, classes]`.
 * @throws {RangeError} If a label is no class or `smoothing` is outside `[0, 1)`.
 * @throws {TypeError} If `logits` is no tensor or `labels` no array, or there is no
 *   option of a name that was given.
 *
 * @see Szegedy and others, "Rethinking the Inception Architecture", CVPR 2016.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const logits = tf.zeros<tf.Rank.R2>([3, 4]);
 * const loss = smoothedCrossEntropy(logits, [1, 3, 0], { smoothing: 0.1 });
 * assertAlmostEquals(loss.dataSync()[0], Math.log(4), 1e-6);
 * ```
 */
export function smoothedCrossEntropy(
  logits: tf.Tensor2D,
  labels: ArrayLike<number>,
  options: SmoothedCrossEntropyOptions = {},
): tf.Scalar {
  checkTensor(ACTION, "logits", logits);
  checkList(ACTION, "labels", labels, "an array of numbers");
  checkOptionNames(ACTION, options, ["smoothing", "padding", "divisor"]);
  const { smoothing = 0, padding = 0, divisor } = options;
  const [rows, classes] = logits.shape;
  if (logits.rank !== 2 || rows !== labels.length) {
    throw new ShapeError(
      ACTION,
      `[${labels.length}, classes]`,
      logits.shape,
    );
  }
  checkShares(ACTION, { smoothing });
  const { places, counting } = placesOf(labels, classes, padding);
  const n = divisor ?? Math.max(1, counting.length);
  return withGradient([logits], (z) => {
    const [value, sums] = tf.tidy(() => {
      const largest = tf.max(z, 1, true);
      const sums = tf.add(
        tf.log(tf.sum(tf.exp(tf.sub(z, largest)), 1, true)),
        largest,
      ); // [rows, 1]
      const chosen = tf.gather(
        tf.reshape(z, [-1]),
        tf.tensor1d(places, "int32"),
      );
      const targets = smoothing === 0 // not 0 times the mean: a logit may be -Infinity
        ? chosen
        : tf.add(
          tf.mul(chosen, 1 - smoothing),
          tf.mul(tf.mean(z, 1), smoothing),
        );
      const losses = tf.sub(tf.reshape(sums, [-1]), targets);
      const weights = tf.tensor1d(weightsOf(counting, rows, 1 / n));
      // a row that doesn't count may have any loss
      const counted = tf.where(
        tf.notEqual(weights, 0),
        losses,
        tf.zerosLike(losses),
      );
      return [tf.sum(tf.mul(counted, weights)), sums];
    });
    return {
      value,
      kept: [z, sums],
      gradient: (slope, [z, sums]) =>
        firstDerivativesOnly("smoothedCrossEntropy()", [slope, z, sums], [
          gradient(slope, z, sums),
        ]),
    };
  }) as tf.Scalar;

  function gradient(slope: tf.Tensor, z: tf.Tensor, sums: tf.Tensor) {
    return tf.tidy(() => {
      const weights = tf.tensor2d(weightsOf(counting, rows, 1 / n), [rows, 1]);
      // a row that doesn't count may have no sum, where nothing is possible; NaN stays NaN
      const counted = tf.where(
        tf.notEqual(weights, 0),
        sums,
        tf.fill(sums.shape, Infinity),
      );
      const shares = tf.sub(tf.exp(tf.sub(z, counted)), smoothing / classes);
      const flat = tf.reshape(shares, [-1]);
      const index = tf.tensor2d(places, [rows, 1], "int32");
      const chosen = tf.sub(
        tf.gather(flat, tf.reshape(index, [-1]) as tf.Tensor1D),
        1 - smoothing,
      );
      const all = tf.tensorScatterUpdate(flat, index, chosen);
      return tf.mul(
        tf.reshape(all, [rows, classes]),
        tf.mul(weights, slope),
      );
    });
  }
}

/** Where each row's label lies among all logits, and the rows that count. */
function placesOf(
  labels: ArrayLike<number>,
  classes: number,
  padding: number,
): { places: Int32Array; counting: number[] } {
  const places = new Int32Array(labels.length);
  const counting: number[] = [];
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    places[row] = row * classes;
    if (label === padding) continue;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new RangeError(
        `Cannot ${ACTION} as label ${row} must be an integer in [0, ${classes}): got ${label}`,
      );
    }
    places[row] += label;
    counting.push(row);
  }
  return { places, counting };
}

/** The same weight for each row that counts, 0 for the others. */
function weightsOf(
  counting: readonly number[],
  rows: number,
  weight: number,
): Float32Array {
  const weights = new Float32Array(rows);
  for (const row of counting) weights[row] = weight;
  return weights;
}
