import { dot } from "../matrix/dot.ts";
import { type Matrix, transpose } from "../matrix/matrix.ts";
import type { Stack } from "./stack.ts";
import {
  chain,
  factorGradient,
  type LayerValues,
  surroundings,
  writeValues,
} from "./stack_values.ts";

/** How {@linkcode fitByAlternating} goes round. */
export interface AlternatingOptions {
  /** Rounds through all factors; default 40. */
  readonly sweeps?: number;
  /** Conjugate gradient steps for a factor, at most; default 20. */
  readonly innerSteps?: number;
}

/**
 * Moves a stack's factors towards a matrix by alternating least squares.
 *
 * The product is linear in each factor of each layer (all terms together), so that
 * one is fitted at a time, by conjugate gradients on the normal equations. No step
 * makes the distance longer.
 *
 * @param stack The layers.
 * @param values Values to start from; they are changed in place.
 * @param target The matrix that the product is to be.
 * @param options Rounds and steps.
 */
export function fitByAlternating(
  stack: Stack,
  values: LayerValues[],
  target: Matrix,
  { sweeps = 40, innerSteps = 20 }: AlternatingOptions = {},
): void {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const [l, layer] of stack.entries()) {
      const kernels = stack.map((each, i) => writeValues(each, values[i]));
      const { before, behind } = surroundings(kernels)[l];
      const [left, right] = [
        before && transpose(before),
        behind && transpose(behind),
      ];
      const goal = chain(left, target, right);
      const inputs = before && chain(left, before);
      const outputs = behind && chain(behind, right);
      for (const [j, factor] of values[l].entries()) {
        const pull = (kernel: Matrix) =>
          factorGradient(layer, values[l], j, kernel).data;
        const normalEquations = (entries: Float64Array) => {
          const varied = values[l].with(j, { ...factor, data: entries });
          return pull(chain(inputs, writeValues(layer, varied), outputs));
        };
        conjugateGradients(
          normalEquations,
          pull(goal),
          factor.data,
          innerSteps,
        );
      }
    }
  }
}

/** Weight of staying where one is, against the first slope's curvature. */
const DAMPING = 1e-9;

/**
 * Steps of the conjugate gradient method towards `a(x) = b`, in place.
 *
 * A little damping keeps directions that hardly matter from growing without bound;
 * the distance that the normal equations stand for still falls with every step.
 */
function conjugateGradients(
  a: (x: Float64Array) => Float64Array,
  b: Float64Array,
  x: Float64Array,
  steps: number,
): void {
  const start = a(x);
  const residual = b.map((value, i) => value - start[i]);
  const direction = residual.slice();
  let square = dot(residual, residual);
  let damping: number | undefined;
  const enough = 1e-24 * dot(b, b);
  for (let step = 0; step < steps && square > enough; step++) {
    const image = a(direction);
    const length = dot(direction, direction);
    damping ??= DAMPING * dot(direction, image) / length;
    const stride = square / (dot(direction, image) + damping * length);
    for (let i = 0; i < x.length; i++) {
      x[i] += stride * direction[i];
      residual[i] -= stride * (image[i] + damping * direction[i]);
    }
    const next = dot(residual, residual);
    for (let i = 0; i < x.length; i++) {
      direction[i] = residual[i] + next / square * direction[i];
    }
    square = next;
  }
}
