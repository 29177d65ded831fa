/** How often n-grams occur in two texts, and in both. */
export interface NgramMatches {
  /** n-grams of the hypothesis. */
  readonly hypothesis: number;
  /** n-grams of the reference. */
  readonly reference: number;
  /** Those in both, each at most as often as in the one where it is rarer. */
  readonly matches: number;
}

/**
 * Counts the n-grams of two sequences and those that they share.
 *
 * @param hypothesis Words or characters.
 * @param reference Words or characters.
 * @param n Length of an n-gram, >= 1.
 * @returns The counts.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const counts = matchNgrams([..."banana"], [..."ananas"], 2); // an, na, an, na
 * assertEquals(counts, { hypothesis: 5, reference: 5, matches: 4 });
 * ```
 */
export function matchNgrams(
  hypothesis: readonly string[],
  reference: readonly string[],
  n: number,
): NgramMatches {
  const counts = new Map<string, number>();
  const size = Math.max(0, reference.length - n + 1);
  for (let i = 0; i < size; i++) {
    const ngram = reference.slice(i, i + n).join(SEPARATOR);
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  let matches = 0;
  const tried = Math.max(0, hypothesis.length - n + 1);
  for (let i = 0; i < tried; i++) {
    const ngram = hypothesis.slice(i, i + n).join(SEPARATOR);
    const left = counts.get(ngram) ?? 0;
    if (left === 0) continue;
    counts.set(ngram, left - 1);
    matches++;
  }
  return { hypothesis: tried, reference: size, matches };
}

/** White space, so that no word holds it. */
const SEPARATOR = " ";
