import type { Matrix } from "../matrix/matrix.ts";
import {
  addModulo,
  kroneckerModulo,
  multiplyModulo,
  randomResidues,
} from "../matrix/modular.ts";
import type { RandomSource } from "../matrix/random_source.ts";
import type { Stack, StackLayer } from "./stack.ts";

/** Random factors of a layer modulo a prime, by term and then by factor. */
export type LayerResidues = readonly (readonly Matrix[])[];

/**
 * Random factors of every layer of a stack.
 *
 * @param stack The layers.
 * @param prime A prime below 2^26.
 * @param random Where the randomness comes from.
 * @returns Factors `[rows_j, columns_j]`, by layer, by term and then by factor.
 */
export function drawFactors(
  stack: Stack,
  prime: number,
  random: RandomSource,
): LayerResidues[] {
  const draw = ({ rowFactors, columnFactors }: StackLayer) =>
    rowFactors.map((rows, j) =>
      randomResidues([rows, columnFactors[j]], prime, random)
    );
  return stack.map((layer) =>
    Array.from({ length: layer.rank }, () => draw(layer))
  );
}

/**
 * A layer's kernel, written out.
 *
 * @param terms The layer's factors by term.
 * @param prime A prime below 2^26.
 * @returns `Σ_k F_1[k] ⊗ … ⊗ F_d[k]` modulo the prime.
 */
export function writeKernel(terms: LayerResidues, prime: number): Matrix {
  return terms
    .map((term) => term.reduce((a, b) => kroneckerModulo(a, b, prime)))
    .reduce((a, b) => addModulo(a, b, prime));
}

/**
 * The product of a stack with random factors, modulo a prime.
 *
 * @param stack The layers.
 * @param prime A prime below 2^26.
 * @param random Where the randomness comes from.
 * @returns The product's matrix of residues.
 * @throws {RangeError} If a kernel or the product would take more than 2 GiB.
 */
export function randomProduct(
  stack: Stack,
  prime: number,
  random: RandomSource,
): Matrix {
  return drawFactors(stack, prime, random)
    .map((terms) => writeKernel(terms, prime))
    .reduce((a, b) => multiplyModulo(a, b, prime));
}
