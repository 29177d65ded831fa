import { tensorflowEinsum } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";
import {
  CONTRACTION,
  CONTRACTION_GRADIENT,
  type ContractionAttributes,
} from "./wasm_contraction.ts";

/** One product of a state and a factor; each string holds the letters of its axes. */
interface Step {
  readonly factor: number;
  readonly before: string;
  readonly weights: string;
  readonly after: string;
}

/**
 * Registers the products with factors for native TensorFlow, each step one operation.
 *
 * A step keeps the axes where they are, and puts the terms in front of the last digit:
 * so most steps are products of matrices without a transposition.
 */
export function registerTensorFlowContraction(): void {
  tf.registerKernel({
    kernelName: CONTRACTION,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const { outputs, ...attributes } = attrs as ContractionAttributes;
      const [x, ...factors] = tensorsOf(inputs);
      return tf.tidy(() => {
        const steps = stepsOf(factors, attributes);
        const last = statesOf(x, factors, steps, attributes).at(-1)!;
        return rowsOf(last, outputs);
      });
    },
  });
  tf.registerKernel({
    kernelName: CONTRACTION_GRADIENT,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const attributes = attrs as ContractionAttributes;
      const [slopes, x, ...factors] = tensorsOf(inputs);
      return tf.tidy(() => {
        const steps = stepsOf(factors, attributes);
        const before = statesOf(x, factors, steps.slice(0, -1), attributes);
        const { outputSizes } = sizesOf(factors, attributes);
        let slope = digitsOf(slopes, outputSizes);
        const toFactors: tf.Tensor[] = [];
        for (const [i, step] of [...steps.entries()].reverse()) {
          const { factor, before: from, weights, after: to } = step;
          toFactors[factor] = tf.reshape(
            tensorflowEinsum(`${from},${to}->${weights}`, before[i], slope),
            factors[factor].shape,
          );
          slope = tensorflowEinsum(
            `${to},${weights}->${from}`,
            slope,
            withoutOnes(factors[factor]),
          );
        }
        return [rowsOf(slope, x.shape[1]!), ...toFactors];
      });
    },
  });
}

/** Kernels take inputs by name; the order of the names is the order of the inputs. */
function tensorsOf(inputs: object): tf.Tensor[] {
  return Object.values(inputs);
}

function sizesOf(
  factors: readonly tf.Tensor[],
  { transposed }: Pick<ContractionAttributes, "transposed">,
): { inputSizes: number[]; outputSizes: number[] } {
  const [rows, columns] = [1, 2].map((axis) =>
    factors.map(({ shape }) => shape[axis])
  );
  return transposed
    ? { inputSizes: columns, outputSizes: rows }
    : { inputSizes: rows, outputSizes: columns };
}

/**
 * Letters: `s` the sample, `t` the term; factor j has one for inputs, one for outputs.
 * An axis of size 1 has none, as libtensorflow would turn tensors to move it.
 */
function stepsOf(
  factors: readonly tf.Tensor[],
  attributes: Pick<ContractionAttributes, "transposed" | "sequence">,
): Step[] {
  const { transposed, sequence } = attributes;
  const { inputSizes, outputSizes } = sizesOf(factors, attributes);
  const letter = (size: number, place: number) =>
    size === 1 ? "" : String.fromCharCode(65 + place); // A, B, …
  const digits = inputSizes.map((size, j) => letter(size, 2 * j));
  let before = `s${digits.join("")}`;
  return sequence.map((factor, i) => {
    const from = digits[factor];
    const to = letter(outputSizes[factor], 2 * factor + 1);
    const weights = `t${transposed ? to + from : from + to}`;
    digits[factor] = to;
    const last = i === sequence.length - 1;
    const after = last
      ? `s${digits.join("")}`
      : `s${digits.slice(0, -1).join("")}t${digits.at(-1)}`;
    const step = { factor, before, weights, after };
    before = after;
    return step;
  });
}

/** x with an axis for each digit, and what each step makes of it. */
function statesOf(
  x: tf.Tensor,
  factors: readonly tf.Tensor[],
  steps: readonly Step[],
  attributes: Pick<ContractionAttributes, "transposed">,
): tf.Tensor[] {
  const states = [digitsOf(x, sizesOf(factors, attributes).inputSizes)];
  for (const { factor, before, weights, after } of steps) {
    const equation = `${before},${weights}->${after}`;
    const weight = withoutOnes(factors[factor]);
    states.push(tensorflowEinsum(equation, states.at(-1)!, weight));
  }
  return states;
}

/** A factor with an axis for each letter. */
function withoutOnes(factor: tf.Tensor): tf.Tensor {
  const [rank, ...sizes] = factor.shape;
  return tf.reshape(factor, [rank, ...sizes.filter((size) => size > 1)]);
}

/** `[vectors, width]` filled up with zeros, an axis for each digit that has a letter. */
function digitsOf(x: tf.Tensor, sizes: readonly number[]): tf.Tensor {
  const [vectors, width] = x.shape;
  const padded = sizes.reduce((product, size) => product * size, 1);
  const whole = padded === width
    ? x
    : tf.pad2d(x as tf.Tensor2D, [[0, 0], [0, padded - width]]);
  return tf.reshape(whole, [vectors, ...sizes.filter((size) => size > 1)]);
}

/** The first `width` numbers of each sample, `[vectors, width]`. */
function rowsOf(state: tf.Tensor, width: number): tf.Tensor2D {
  const vectors = state.shape[0];
  const padded = state.size / vectors;
  const rows = tf.reshape(state, [vectors, padded]) as tf.Tensor2D;
  return padded === width ? rows : tf.slice2d(rows, [0, 0], [vectors, width]);
}
