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
 * Counts the n-grams of two sequences and those that they share, for each n.
 *
 * The n-grams of the reference are numbered, each by the number of its first n - 1 words
 * and its last word, so that none is written out; those that it lacks are all one.
 *
 * @param hypothesis Words or characters.
 * @param reference Words or characters.
 * @param longest The longest n-gram, >= 1.
 * @returns The counts for n from 1 to `longest`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const counts = matchNgrams([..."banana"], [..."ananas"], 2); // an, na, an, na
 * assertEquals(counts[1], { hypothesis: 5, reference: 5, matches: 4 });
 * ```
 */
export function matchNgrams(
  hypothesis: readonly string[],
  reference: readonly string[],
  longest: number,
): NgramMatches[] {
  const words = new Map<string, number>();
  for (const word of reference) {
    if (!words.has(word)) words.set(word, words.size);
  }
  const right = reference.map((word) => words.get(word)!);
  const tried = hypothesis.map((word) => words.get(word) ?? LACKING);
  // the n-gram that begins at each place, of one word at first
  const [own, theirs] = [[...tried], [...right]];
  return Array.from({ length: longest }, (_, before) => {
    const sizes = [own, theirs].map((all) => Math.max(0, all.length - before));
    if (before > 0) {
      const numbers = new Map<number, number>();
      for (let i = 0; i < sizes[1]; i++) {
        const pair = theirs[i] * words.size + right[i + before];
        const known = numbers.get(pair);
        if (known === undefined) numbers.set(pair, numbers.size);
        theirs[i] = known ?? numbers.size - 1;
      }
      for (let i = 0; i < sizes[0]; i++) {
        if (own[i] === LACKING) continue;
        const last = tried[i + before];
        const pair = own[i] * words.size + last;
        own[i] = last === LACKING ? LACKING : numbers.get(pair) ?? LACKING;
      }
    }
    const left = new Uint32Array(sizes[1]); // more than there are numbers
    for (let i = 0; i < sizes[1]; i++) left[theirs[i]]++;
    let matches = 0;
    for (let i = 0; i < sizes[0]; i++) {
      if (own[i] === LACKING || left[own[i]] === 0) continue;
      left[own[i]]--;
      matches++;
    }
    return { hypothesis: sizes[0], reference: sizes[1], matches };
  });
}

/** The number of words and n-grams that the reference lacks. */
const LACKING = -1;
