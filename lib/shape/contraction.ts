/** Sizes of a sum of Kronecker products as a map from inputs to outputs. */
export interface ContractionSizes {
  /** Number of terms; an integer >= 1. */
  readonly rank: number;
  /** Input size of each factor. */
  readonly inputFactors: readonly number[];
  /** Output size of each factor. */
  readonly outputFactors: readonly number[];
}

/** What a way to multiply costs. */
export interface ContractionCost {
  /** Multiply–adds for one vector. */
  readonly multiplyAdds: number;
  /** Floats of the largest intermediate for one vector, its input and output among them. */
  readonly peak: number;
}

/**
 * Cost of applying the factors of a sum of Kronecker products one after the other.
 *
 * With factor `j` applied, digit `j` of the vector counts outputs instead of inputs. The
 * first factor brings in an axis of terms, the last one sums over it.
 *
 * @param sizes Sizes of the factors.
 * @param sequence The factors in the order in which they are applied: a permutation of
 *   `0 … order - 1`.
 * @returns Multiply–adds and peak for one vector; for order 2, factor 0 first, the
 *   former are `rank·(m_1·n_1·n_2 + m_1·n_2·m_2)`.
 *
 * @example 16·16 × 16·16 at rank 8 saves nothing, 32·8 × 8·32 half
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const cost = (inputFactors: number[], outputFactors: number[]) =>
 *   contractionCost({ rank: 8, inputFactors, outputFactors }, [0, 1]);
 * assertEquals(cost([16, 16], [16, 16]).multiplyAdds / 256 ** 2, 1);
 * assertEquals(cost([32, 8], [8, 32]).multiplyAdds / 256 ** 2, 0.5);
 * ```
 */
export function contractionCost(
  { rank, inputFactors, outputFactors }: ContractionSizes,
  sequence: readonly number[],
): ContractionCost {
  let size = inputFactors.reduce((product, inputs) => product * inputs, 1);
  let multiplyAdds = 0;
  let peak = size;
  for (const [step, j] of sequence.entries()) {
    multiplyAdds += rank * size * outputFactors[j];
    size = size / inputFactors[j] * outputFactors[j];
    const terms = step === sequence.length - 1 ? 1 : rank;
    peak = Math.max(peak, terms * size);
  }
  return { multiplyAdds, peak };
}

/**
 * The order of application that takes the fewest multiply–adds.
 *
 * Of two factors next to each other in the sequence, `i` before `j` costs less exactly
 * if `1/n_i - 1/m_i < 1/n_j - 1/m_j` (`n` inputs, `m` outputs), whatever comes before
 * and after. So sorting by that difference is best, and no search is needed.
 *
 * @param sizes Sizes of the factors.
 * @returns A permutation of `0 … order - 1`, the factor to apply first in front.
 *
 * @example A factor that shrinks comes first, one that grows last
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { rank: 1, inputFactors: [8, 64], outputFactors: [64, 8] };
 * assertEquals(contractionSequence(sizes), [1, 0]);
 * ```
 */
export function contractionSequence(
  { inputFactors, outputFactors }: ContractionSizes,
): number[] {
  const growth = inputFactors.map((inputs, j) =>
    1 / inputs - 1 / outputFactors[j]
  );
  return growth.map((_, j) => j).sort((i, j) => growth[i] - growth[j]);
}
