import { tf } from "../engine/tf.ts";
import type { ContractionAttributes } from "../engine/wasm_contraction.ts";
import { product } from "../shape/product.ts";

/** Name of an axis of a state: `"sample"`, `"term"`, or the factor whose digit it counts. */
type Axis = "sample" | "term" | number;

/** A tensor and what its axes are. */
interface State {
  readonly values: tf.Tensor;
  readonly axes: readonly Axis[];
}

/**
 * Vectors times factors, one after the other, by operations that every backend has.
 *
 * Each step brings the digit of its factor to the end, so that it is a product of two
 * matrices: the first makes the terms, the last sums over them, those between take one
 * term at a time.
 *
 * @param x `[vectors, inputs]`
 * @param factors Factor `j` is `[rank, rows_j, columns_j]`.
 * @param attributes Direction, sequence and cut.
 * @returns `[vectors, outputs]`
 */
export function contractByOperations(
  x: tf.Tensor2D,
  factors: readonly tf.Tensor3D[],
  { transposed, sequence, outputs }: ContractionAttributes,
): tf.Tensor2D {
  const [vectors, width] = x.shape;
  const weights = transposed
    ? factors.map((factor) => tf.transpose(factor, [0, 2, 1]))
    : factors;
  const sizes = weights.map(({ shape }) => shape[1]);
  const padded = product(sizes);
  const whole = tf.pad2d(x, [[0, 0], [0, padded - width]]);
  const last = sequence.length - 1;
  const digits: Axis[] = weights.map((_, j) => j);
  let state: State = {
    values: tf.reshape(whole, [vectors, ...sizes]),
    axes: ["sample", ...digits],
  };
  for (const [step, j] of sequence.entries()) {
    const factor = weights[j] as tf.Tensor3D; // [rank, n, m]
    if (step === last) state = lastStep(state, factor, j);
    else if (step === 0) state = firstStep(state, factor, j);
    else state = middleStep(state, factor, j);
  }
  const { values } = arrange(state, ["sample", ...digits]);
  const rows = tf.reshape(values, [vectors, -1]) as tf.Tensor2D;
  return tf.slice2d(rows, [0, 0], [vectors, outputs]);
}

/** `[…, n]` times `[n, rank·m]`. */
function firstStep(state: State, factor: tf.Tensor3D, j: number): State {
  const [rank, n, m] = factor.shape;
  const rest = state.axes.filter((axis) => axis !== j);
  const { values } = arrange(state, [...rest, j]);
  const weight = tf.reshape(tf.transpose(factor, [1, 0, 2]), [n, rank * m]);
  return {
    values: tf.reshape(
      tf.matMul(tf.reshape(values, [-1, n]), weight),
      [...values.shape.slice(0, -1), rank, m],
    ),
    axes: [...rest, "term", j],
  };
}

/** `[…, n]` times `[n, m]`, a term at a time. */
function middleStep(state: State, factor: tf.Tensor3D, j: number): State {
  const [rank, n, m] = factor.shape;
  const rest = state.axes.filter((axis) => axis !== j && axis !== "term");
  const { values } = arrange(state, ["term", ...rest, j]);
  const before = tf.reshape(values, [rank, -1, n]) as tf.Tensor3D;
  // not unstacked: its gradient fails for a single term
  const terms = Array.from({ length: rank }, (_, k) =>
    tf.matMul(
      tf.squeeze(tf.slice3d(before, [k, 0, 0], [1, -1, -1]), [0]),
      tf.squeeze(tf.slice3d(factor, [k, 0, 0], [1, -1, -1]), [0]),
    ));
  return {
    values: tf.reshape(tf.stack(terms), [...values.shape.slice(0, -1), m]),
    axes: ["term", ...rest, j],
  };
}

/** `[…, rank·n]` times `[rank·n, m]`. */
function lastStep(state: State, factor: tf.Tensor3D, j: number): State {
  const [rank, n, m] = factor.shape;
  const rest = state.axes.filter((axis) => axis !== j && axis !== "term");
  const { values } = arrange(state, [...rest, "term", j]);
  return {
    values: tf.reshape(
      tf.matMul(
        tf.reshape(values, [-1, rank * n]),
        tf.reshape(factor, [rank * n, m]),
      ),
      [...values.shape.slice(0, rest.length), m],
    ),
    axes: [...rest, j],
  };
}

/**
 * The state with its axes in another order. Axes that stay beside each other are moved
 * as one, as backends turn tensors of few axes faster, and some no others.
 */
function arrange(state: State, axes: readonly Axis[]): State {
  const order = axes.map((axis) => state.axes.indexOf(axis));
  const starts = order.map((place, i) => i === 0 || place !== order[i - 1] + 1);
  const runs: number[][] = [];
  for (const [i, place] of order.entries()) {
    if (starts[i]) runs.push([]);
    runs.at(-1)!.push(place);
  }
  const shape = order.map((place) => state.values.shape[place]);
  if (runs.length === 1) return { values: state.values, axes };
  const before = runs.toSorted(([i], [j]) => i - j);
  const merged = tf.reshape(
    state.values,
    before.map((run) =>
      run.reduce((size, place) => size * state.values.shape[place], 1)
    ),
  );
  const turned = tf.transpose(merged, runs.map((run) => before.indexOf(run)));
  return { values: tf.reshape(turned, shape), axes };
}
