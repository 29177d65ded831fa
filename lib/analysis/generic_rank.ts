import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { PRIME_COUNT, randomPrime } from "../matrix/modular.ts";
import { type RandomSource, randomSource } from "../matrix/random_source.ts";
import { rankModulo } from "../matrix/rank_modulo.ts";
import { rearrange, type UnfoldingOptions } from "../matrix/rearrange.ts";
import { product } from "../shape/product.ts";
import { kroneckerRankBound, matrixRankBound } from "./kronecker_rank_bound.ts";
import { randomProduct } from "./random_product.ts";
import {
  checkProductMemory,
  checkStack,
  kernelShape,
  productSplit,
  type Stack,
} from "./stack.ts";

/** How a generic rank is computed. */
export interface GenericRankOptions {
  /** Seed of the random primes and values; default 0. */
  readonly seed?: number;
}

/**
 * The Kronecker rank that a stack's product has for all values of the factors but a
 * null set: exact, by arithmetic modulo a prime.
 *
 * The factors are drawn modulo a random prime between 2^25 and 2^26 and the
 * rearranged product is eliminated. The answer is never too high. It is proven where
 * it meets {@linkcode kroneckerRankBound}; elsewhere a second prime is taken and the
 * higher answer counts, which is too low with at most
 * {@linkcode rankErrorProbability}.
 *
 * @param stack The layers, first applied first.
 * @param options Seed, and which factors stand against the others for an order
 *   above 2 (default the first).
 * @returns An integer >= 1.
 * @throws {RangeError} If the stack is empty, a size is not an integer >= 1, the last
 *   layer's order is not the first's, or a matrix would take more than 2 GiB.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers, or there is no option of a name that
 *   was given.
 *
 * @see docs/expressiveness.md for the proofs.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const layer = { rank: 3, rowFactors: [4, 4], columnFactors: [4, 4] };
 * assertEquals(genericKroneckerRank([layer]), 3);
 * assertEquals(genericKroneckerRank([layer, layer]), 9);
 * assertEquals(genericKroneckerRank([layer, layer, layer]), 16);
 * ```
 */
export function genericKroneckerRank(
  stack: Stack,
  options: GenericRankOptions & UnfoldingOptions = {},
): number {
  const action = "take the generic Kronecker rank of a stack";
  checkOptionNames(action, options, ["seed", "unfolding"]);
  checkStack(action, stack);
  checkProductMemory(action, stack);
  const shapes = productSplit(action, stack);
  const { unfolding } = options;
  const sides = { ...unfolding && { unfolding } };
  const ceiling = kroneckerRankBound(stack, sides);
  return highestRank(
    ceiling,
    (prime, random) =>
      rearrange(randomProduct(stack, prime, random), shapes, sides),
    options,
  );
}

/**
 * The ordinary rank that a stack's product has for all values of the factors but a
 * null set: exact, in the way of {@linkcode genericKroneckerRank}.
 *
 * @param stack The layers, first applied first.
 * @param options Seed.
 * @returns An integer in `[1, least size in the stack]`.
 * @throws {RangeError} If the stack is empty, a size is not an integer >= 1, or a
 *   matrix would take more than 2 GiB.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers, or there is no option of a name that
 *   was given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const skewed = { rank: 2, rowFactors: [8, 2], columnFactors: [2, 8] };
 * assertEquals(genericMatrixRank([skewed]), 8); // 2 terms of rank 2 · 2
 * ```
 */
export function genericMatrixRank(
  stack: Stack,
  options: GenericRankOptions = {},
): number {
  const action = "take the generic rank of a stack";
  checkOptionNames(action, options, ["seed"]);
  checkStack(action, stack);
  checkProductMemory(action, stack);
  return highestRank(
    matrixRankBound(stack),
    (prime, random) => randomProduct(stack, prime, random),
    options,
  );
}

/**
 * The higher rank of two random matrices, each modulo a prime of its own; of the first
 * alone where it meets the ceiling.
 */
export function highestRank(
  ceiling: number,
  drawn: (prime: number, random: RandomSource) => Matrix,
  { seed = 0 }: GenericRankOptions,
): number {
  const random = randomSource(seed);
  const draw = () => {
    const prime = randomPrime(random);
    return rankModulo(drawn(prime, random), prime);
  };
  const first = draw();
  return first === ceiling ? first : Math.max(first, draw());
}

/**
 * Bound on the probability that {@linkcode genericKroneckerRank} or
 * {@linkcode genericMatrixRank} answers too low for the stack at hand.
 *
 * For each of the two primes, Schwartz and Zippel's lemma bounds the chance that
 * the values hit a zero of the largest minor, and the count of primes that divide
 * all its coefficients the chance that the prime is a bad one. Where the answer
 * meets the proven ceiling, the probability is 0.
 *
 * @param stack The layers.
 * @param ceiling Proven ceiling of the rank.
 * @returns A number in `[0, 1]`.
 * @throws {RangeError} If the stack is empty, or a size or `ceiling` is not an integer
 *   >= 1.
 * @throws {ShapeError} If two layers' sizes don't meet.
 * @throws {TypeError} If it is no array of layers.
 *
 * @see docs/expressiveness.md for the derivation.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 *
 * const layer = { rank: 3, rowFactors: [4, 4], columnFactors: [4, 4] };
 * assert(rankErrorProbability([layer, layer], 9) < 1e-11);
 * ```
 */
export function rankErrorProbability(stack: Stack, ceiling: number): number {
  const action = "bound the probability of an error";
  checkStack(action, stack);
  checkPositiveIntegers(action, { ceiling });
  const degree = stack.reduce((sum, layer) => sum + layer.rowFactors.length, 0);
  return minorErrorProbability(
    ceiling,
    degree,
    Math.log2(entryTerms(stack)),
  );
}

/**
 * Number of monomials in an entry of a stack's product.
 *
 * @param stack The layers.
 * @returns `Π ranks · Π sizes where layers meet`.
 */
function entryTerms(stack: Stack): number {
  const ranks = product(stack.map(({ rank }) => rank));
  const meetings = stack.slice(1).map((layer) => kernelShape(layer)[0]);
  return ranks * product(meetings);
}

/**
 * Bound on the probability that two random evaluations both make a minor vanish
 * that is not zero as a polynomial with integer coefficients.
 *
 * @param size Rows of the minor.
 * @param degree Degree of its entries.
 * @param entryBits Logarithm to base 2 of the sum of an entry's coefficients' sizes.
 * @returns A number in `[0, 1]`.
 */
function minorErrorProbability(
  size: number,
  degree: number,
  entryBits: number,
): number {
  const zeros = size * degree / 2 ** 25;
  // the minor's coefficients are below size! · (entry's sum)^size
  let bits = size * entryBits;
  for (let k = 2; k <= size; k++) bits += Math.log2(k);
  const badPrimes = Math.floor(bits / 25) / PRIME_COUNT;
  return Math.min(1, zeros + badPrimes) ** 2;
}
