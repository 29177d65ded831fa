import { checkList } from "../error/check_list.ts";
import { checkObject } from "../error/check_object.ts";
import { product } from "./product.ts";

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

const LIST = "an array of numbers";

/**
 * Refuses what are no sizes of a sum of Kronecker products.
 *
 * @param action What can't be done otherwise.
 * @param sizes The sizes; what their lists hold is not looked at.
 * @throws {TypeError} If it is no object with arrays of both sizes.
 */
export function checkContractionSizes(
  action: string,
  sizes: ContractionSizes,
): void {
  const needed =
    "an object such as { rank: 2, inputFactors: [4, 4], outputFactors: [4, 4] }";
  checkObject(action, "sizes", sizes, needed);
  const { inputFactors, outputFactors } = sizes;
  checkList(action, "inputFactors", inputFactors, LIST);
  checkList(action, "outputFactors", outputFactors, LIST);
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
 * @throws {TypeError} If `sizes` is no such object or `sequence` no array.
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
  sizes: ContractionSizes,
  sequence: readonly number[],
): ContractionCost {
  checkContractionSizes("count multiply–adds", sizes);
  checkList("count multiply–adds", "sequence", sequence, LIST);
  const { rank, inputFactors, outputFactors } = sizes;
  let size = product(inputFactors);
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
 * @throws {TypeError} If `sizes` is no such object.
 *
 * @example A factor that shrinks comes first, one that grows last
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { rank: 1, inputFactors: [8, 64], outputFactors: [64, 8] };
 * assertEquals(contractionSequence(sizes), [1, 0]);
 * ```
 */
export function contractionSequence(sizes: ContractionSizes): number[] {
  checkContractionSizes("order factors", sizes);
  const { inputFactors, outputFactors } = sizes;
  const growth = inputFactors.map((inputs, j) =>
    1 / inputs - 1 / outputFactors[j]
  );
  return growth.map((_, j) => j).sort((i, j) => growth[i] - growth[j]);
}
