import { product } from "../shape/product.ts";
import { shaped } from "./shaped.ts";
import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
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
  /** The state that it takes. */
  readonly before: string;
  readonly weights: string;
  /** The state that it makes. */
  readonly after: string;
  /** How the gradient of that is laid out. */
  readonly slope: string;
}

/**
 * Registers the products with factors for native TensorFlow on a GPU, or with a stock
 * addon, each step one operation.
 *
 * The forward kernel gives a list: the product, then the states between the steps if
 * they are no larger than x, which the gradient's kernel takes behind the factors.
 */
export function registerTensorFlowContractionByEinsum(): void {
  registerTensorFlowKernel<ContractionAttributes>(
    CONTRACTION,
    ([x, ...factors], attributes) =>
      tf.tidy(() => {
        const steps = stepsOf(factors, attributes);
        const states = statesOf(x, factors, steps, attributes);
        const between = states.slice(1, -1);
        const size = between.reduce((sum, { size }) => sum + size, 0);
        return [
          rowsOf(states.at(-1)!, x, attributes.outputs),
          ...size <= x.size ? between : [],
        ];
      }),
  );
  registerTensorFlowKernel<ContractionAttributes>(
    CONTRACTION_GRADIENT,
    ([slopes, x, ...rest], attributes) =>
      tf.tidy(() => {
        const count = attributes.sequence.length;
        const [factors, kept] = [rest.slice(0, count), rest.slice(count)];
        const steps = stepsOf(factors, attributes);
        const { inputSizes, outputSizes } = sizesOf(factors, attributes);
        const states = kept.length > 0
          ? [digitsOf(x, inputSizes), ...kept]
          : statesOf(x, factors, steps.slice(0, -1), attributes);
        let slope = digitsOf(slopes, outputSizes);
        const toFactors: tf.Tensor[] = [];
        for (const [i, step] of [...steps.entries()].reverse()) {
          const { factor, before, weights, slope: from } = step;
          toFactors[factor] = shaped(
            tensorflowEinsum(`${before},${from}->${weights}`, states[i], slope),
            factors[factor].shape,
          );
          const to = i === 0 ? before : steps[i - 1].slope;
          slope = tensorflowEinsum(
            `${from},${weights}->${to}`,
            slope,
            withoutOnes(factors[factor]),
          );
        }
        return [rowsOf(slope, x, x.shape.at(-1)!), ...toFactors];
      }),
  );
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
 *
 * A state between two steps ends with the axes that the next one sums over, its gradient
 * with those that the step before has made: so no tensor is turned but those that must.
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
  const whole = () => `s${digits.join("")}`;
  const endingWith = (factor: number) =>
    `s${digits.filter((_, j) => j !== factor).join("")}t${digits[factor]}`;
  let before = whole();
  return sequence.map((factor, i) => {
    const from = digits[factor];
    const to = letter(outputSizes[factor], 2 * factor + 1);
    const weights = `t${transposed ? to + from : from + to}`;
    digits[factor] = to;
    const last = i === sequence.length - 1;
    const after = last ? whole() : endingWith(sequence[i + 1]);
    const slope = last ? whole() : endingWith(factor);
    const step = { factor, before, weights, after, slope };
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
  return shaped(factor, [rank, ...sizes.filter((size) => size > 1)]);
}

/** `[…, width]` filled up with zeros: an axis of vectors and one for each digit that has a letter. */
function digitsOf(x: tf.Tensor, sizes: readonly number[]): tf.Tensor {
  const width = x.shape.at(-1)!;
  const vectors = x.size / width;
  const padded = product(sizes);
  const whole = padded === width ? x : tf.pad2d(
    shaped(x, [vectors, width]) as tf.Tensor2D,
    [[0, 0], [0, padded - width]],
  );
  return shaped(whole, [vectors, ...sizes.filter((size) => size > 1)]);
}

/** The first `width` numbers of each sample, with the axes of x in front. */
function rowsOf(state: tf.Tensor, x: tf.Tensor, width: number): tf.Tensor {
  const vectors = state.shape[0];
  const padded = state.size / vectors;
  const rows = padded === width ? state : tf.slice2d(
    shaped(state, [vectors, padded]) as tf.Tensor2D,
    [0, 0],
    [vectors, width],
  );
  return shaped(rows, [...x.shape.slice(0, -1), width]);
}
