import { checkOptionNames } from "../error/check_option_names.ts";
import { checkMemory } from "../matrix/check_memory.ts";
import { ONE } from "../matrix/kronecker.ts";
import { type Matrix, transpose, zeros } from "../matrix/matrix.ts";
import {
  kroneckerModulo,
  multiplyModulo,
  randomResidues,
} from "../matrix/modular.ts";
import type { RandomSource } from "../matrix/random_source.ts";
import { product } from "../shape/product.ts";
import { type GenericRankOptions, highestRank } from "./generic_rank.ts";
import {
  drawFactors,
  type LayerResidues,
  termOf,
  writeKernel,
} from "./random_product.ts";
import {
  checkProductMemory,
  checkStack,
  productShape,
  type Stack,
  type StackLayer,
  stackParameters,
} from "./stack.ts";

const ACTION = "take the expressive dimension of a stack";

/**
 * Dimension of the set of matrices that a stack's product can be: the generic rank
 * of the Jacobian of (factors ↦ product), exact modulo a prime.
 *
 * It is at most the parameter count. The gap is the gauge freedom: changes of the
 * factors that leave the product as it is, such as a factor doubled and its partner
 * halved, or a change of basis between two layers. It is also at most the number of
 * entries of the dense matrix.
 *
 * Each row of the Jacobian is taken against a random rank-one matrix, so it never has
 * more rows than columns. As in `genericKroneckerRank` the answer is never too high,
 * and the higher of two primes' answers counts.
 *
 * @param stack The layers, first applied first.
 * @param options Seed.
 * @returns An integer in `[1, min(parameters, rows · columns)]`.
 * @throws {RangeError} If the stack is empty, a size is not an integer >= 1, or the
 *   Jacobian of `min(parameters, rows · columns)` by `parameters` entries would take
 *   more than 2 GiB.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers, or there is no option of a name that
 *   was given.
 *
 * @see docs/expressiveness.md for gauge freedom and the error's probability.
 *
 * @example Two terms on 4 × 4 matrices are the rank-2 matrices after rearrangement
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const layer = { rank: 2, rowFactors: [2, 2], columnFactors: [2, 2] };
 * assertEquals(expressiveDimension([layer]), 12); // 2 · (4 + 4 - 2) of 16 parameters
 * assertEquals(expressiveDimension([layer, layer]), 15); // one short of all 4 × 4 matrices
 * ```
 */
export function expressiveDimension(
  stack: Stack,
  options: GenericRankOptions = {},
): number {
  checkOptionNames(ACTION, options, ["seed"]);
  checkDimension(stack);
  const probes = probesOf(stack);
  return highestRank(
    probes,
    (prime, random) => randomJacobian(stack, probes, prime, random),
    options,
  );
}

/**
 * Refuses a stack that {@linkcode expressiveDimension} would.
 *
 * @param stack What the caller gave.
 * @throws As that does.
 */
export function checkDimension(stack: Stack): void {
  checkStack(ACTION, stack);
  checkProductMemory(ACTION, stack);
  checkMemory(ACTION, [probesOf(stack), stackParameters(stack)]);
}

/** How many derivatives tell the dimension. */
function probesOf(stack: Stack): number {
  return Math.min(stackParameters(stack), product(productShape(stack)));
}

/** Derivatives of `u · product · v` by every factor entry, for random pairs (u, v). */
function randomJacobian(
  stack: Stack,
  probes: number,
  prime: number,
  random: RandomSource,
): Matrix {
  const factors = drawFactors(stack, prime, random);
  const kernels = stack.map((layer, l) =>
    writeKernel(layer, factors[l], prime)
  );
  const [rows, columns] = productShape(stack);
  const inputs = [randomResidues([probes, rows], prime, random)];
  for (const kernel of kernels) {
    inputs.push(multiplyModulo(inputs[inputs.length - 1], kernel, prime));
  }
  let gradient = randomResidues([probes, columns], prime, random);
  const jacobian = zeros([probes, stackParameters(stack)]);
  let column = jacobian.shape[1];
  for (let l = stack.length - 1; l >= 0; l--) {
    column -= stackParameters([stack[l]]);
    const around = { input: inputs[l], gradient, factors: factors[l] };
    writeLayer(jacobian, column, stack[l], around, prime);
    gradient = multiplyModulo(gradient, transpose(kernels[l]), prime);
  }
  return jacobian;
}

/** What a layer's derivative is made of; input and gradient have a row per probe. */
interface Surroundings {
  readonly input: Matrix;
  readonly gradient: Matrix;
  readonly factors: LayerResidues;
}

/** Writes the derivatives by one layer's factors, from `column` on. */
function writeLayer(
  jacobian: Matrix,
  column: number,
  layer: StackLayer,
  { input, gradient, factors }: Surroundings,
  prime: number,
): void {
  const { rank, rowFactors, columnFactors } = layer;
  const [probes, parameters] = jacobian.shape;
  for (let k = 0; k < rank; k++) {
    const term = termOf(layer, factors, k);
    for (const [j, rows] of rowFactors.entries()) {
      const columns = columnFactors[j];
      const others = term.toSpliced(j, 1)
        .reduce((a, b) => kroneckerModulo(a, b, prime), ONE);
      // [probes·rows_j, other rows] · [other rows, other columns]
      const half = multiplyModulo(
        digitFirst(input, rowFactors, j),
        others,
        prime,
      );
      const width = others.shape[1];
      const outputs = digitFirst(gradient, columnFactors, j);
      for (let probe = 0; probe < probes; probe++) {
        const left = part(half, probe * rows, rows, width);
        const right = part(outputs, probe * columns, columns, width);
        const entries = multiplyModulo(left, transpose(right), prime);
        jacobian.data.set(entries.data, probe * parameters + column);
      }
      column += rows * columns;
    }
  }
}

/** Rows `[batch, size]` as `[batch · radices[j], the other digits]`. */
function digitFirst(
  a: Matrix,
  radices: readonly number[],
  j: number,
): Matrix {
  const [batch, size] = a.shape;
  const below = product(radices.slice(j + 1));
  const rest = size / radices[j];
  const out = zeros([batch * radices[j], rest]);
  for (let place = 0; place < a.data.length; place++) {
    const row = Math.floor(place / size);
    const index = place % size;
    const digit = Math.floor(index / below) % radices[j];
    const above = Math.floor(index / (below * radices[j]));
    const other = above * below + index % below;
    out.data[(row * radices[j] + digit) * rest + other] = a.data[place];
  }
  return out;
}

/** Rows `[start, start + count)` of a matrix of the given width. */
function part(a: Matrix, start: number, count: number, width: number): Matrix {
  const data = a.data.subarray(start * width, (start + count) * width);
  return { shape: [count, width], data };
}
