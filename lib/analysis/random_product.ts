import { type Matrix, zeros } from "../matrix/matrix.ts";
import {
  kroneckerModulo,
  multiplyModulo,
  randomResidues,
  reduce,
} from "../matrix/modular.ts";
import type { RandomSource } from "../matrix/random_source.ts";
import { row } from "../matrix/row.ts";
import { kernelShape, type Stack, type StackLayer } from "./stack.ts";

/** Random factors of a layer modulo a prime: factor j is `[rank, rows_j · columns_j]`. */
export type LayerResidues = readonly Matrix[];

/**
 * Random factors of every layer of a stack.
 *
 * @param stack The layers.
 * @param prime A prime below 2^26.
 * @param random Where the randomness comes from.
 * @returns Factors by layer, drawn term by term.
 * @throws {RangeError} If a factor would take more than 2 GiB.
 */
export function drawFactors(
  stack: Stack,
  prime: number,
  random: RandomSource,
): LayerResidues[] {
  return stack.map(({ rank, rowFactors, columnFactors }) => {
    const factors = rowFactors.map((rows, j) =>
      zeros([rank, rows * columnFactors[j]])
    );
    for (let k = 0; k < rank; k++) {
      for (const factor of factors) {
        const { shape, data } = row(factor, k);
        data.set(randomResidues(shape, prime, random).data);
      }
    }
    return factors;
  });
}

/**
 * The factors of one term of a layer.
 *
 * @param layer The layer's sizes.
 * @param factors Its values.
 * @param k Which term.
 * @returns Factors `[rows_j, columns_j]`, which share the values.
 */
export function termOf(
  { rowFactors, columnFactors }: StackLayer,
  factors: LayerResidues,
  k: number,
): Matrix[] {
  return factors.map((factor, j) => ({
    shape: [rowFactors[j], columnFactors[j]],
    data: row(factor, k).data,
  }));
}

/**
 * A layer's kernel, written out; of its terms there is one at a time.
 *
 * @param layer The layer's sizes.
 * @param factors Its values.
 * @param prime A prime below 2^26.
 * @returns `Σ_k F_1[k] ⊗ … ⊗ F_d[k]` modulo the prime.
 */
export function writeKernel(
  layer: StackLayer,
  factors: LayerResidues,
  prime: number,
): Matrix {
  const out = zeros(kernelShape(layer));
  for (let k = 0; k < layer.rank; k++) {
    const term = termOf(layer, factors, k)
      .reduce((a, b) => kroneckerModulo(a, b, prime));
    for (let i = 0; i < out.data.length; i++) {
      out.data[i] = reduce(out.data[i] + term.data[i], prime);
    }
  }
  return out;
}

/**
 * The product of a stack with random factors, modulo a prime.
 *
 * @param stack The layers.
 * @param prime A prime below 2^26.
 * @param random Where the randomness comes from.
 * @returns The product's matrix of residues.
 * @throws {RangeError} If a factor, a kernel or the product would take more than 2 GiB.
 */
export function randomProduct(
  stack: Stack,
  prime: number,
  random: RandomSource,
): Matrix {
  const factors = drawFactors(stack, prime, random);
  return stack.map((layer, l) => writeKernel(layer, factors[l], prime))
    .reduce((a, b) => multiplyModulo(a, b, prime));
}
