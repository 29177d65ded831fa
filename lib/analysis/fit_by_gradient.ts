import { type Matrix, transpose } from "../matrix/matrix.ts";
import type { Stack } from "./stack.ts";
import {
  chain,
  factorGradient,
  type LayerValues,
  surroundings,
  writeValues,
} from "./stack_values.ts";

/** How {@linkcode fitByGradient} steps. */
export interface GradientOptions {
  /** Number of steps; default 500. */
  readonly steps?: number;
  /** Step size at the start, which falls to 0 along half a cosine; default 0.03. */
  readonly learningRate?: number;
}

/**
 * Moves a stack's factors towards a matrix by gradient descent (Adam).
 *
 * @param stack The layers.
 * @param values Values to start from; they are changed in place.
 * @param target The matrix that the product is to be.
 * @param options Steps and step size.
 *
 * @see D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015.
 */
export function fitByGradient(
  stack: Stack,
  values: LayerValues[],
  target: Matrix,
  { steps = 500, learningRate = 0.03 }: GradientOptions = {},
): void {
  const moments = values.map((layer) =>
    layer.map(({ data }) => ({
      mean: new Float64Array(data.length),
      square: new Float64Array(data.length),
    }))
  );
  for (let step = 0; step < steps; step++) {
    const gradients = slopes(stack, values, target);
    const rate = learningRate * (1 + Math.cos(Math.PI * step / steps)) / 2;
    for (const [l, layer] of values.entries()) {
      for (const [j, { data }] of layer.entries()) {
        adamStep(data, gradients[l][j].data, moments[l][j], rate, step + 1);
      }
    }
  }
}

/** Slopes of half the squared distance to the target by every factor entry. */
function slopes(
  stack: Stack,
  values: readonly LayerValues[],
  target: Matrix,
): Matrix[][] {
  const kernels = stack.map((layer, l) => writeValues(layer, values[l]));
  const product = chain(...kernels);
  const residual: Matrix = {
    shape: product.shape,
    data: product.data.map((value, i) => value - target.data[i]),
  };
  return surroundings(kernels).map(({ before, behind }, l) => {
    const gradient = chain(
      before && transpose(before),
      residual,
      behind && transpose(behind),
    );
    return values[l].map((_, j) =>
      factorGradient(stack[l], values[l], j, gradient)
    );
  });
}

function adamStep(
  data: Float64Array,
  gradient: Float64Array,
  { mean, square }: { mean: Float64Array; square: Float64Array },
  rate: number,
  step: number,
): void {
  const [meanDecay, squareDecay] = [0.9, 0.99];
  const meanScale = 1 / (1 - meanDecay ** step);
  const squareScale = 1 / (1 - squareDecay ** step);
  for (let i = 0; i < data.length; i++) {
    mean[i] += (1 - meanDecay) * (gradient[i] - mean[i]);
    square[i] += (1 - squareDecay) * (gradient[i] ** 2 - square[i]);
    const size = Math.sqrt(square[i] * squareScale) + 1e-12;
    data[i] -= rate * mean[i] * meanScale / size;
  }
}
