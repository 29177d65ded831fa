import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { checkWords } from "./vocabulary.ts";

/** How word n-grams are hashed. */
export interface NgramOptions {
  /** Longest n-gram; 1 gives none. */
  readonly length: number;
  /** Number of buckets. */
  readonly buckets: number;
}

/**
 * Buckets of the word n-grams of a text, of two words and more, as fastText has them.
 *
 * Pairs and longer runs tell "not working" from "working", but there are too many
 * for a table of their own, so that each takes the vector of the bucket its hash
 * falls in. Runs that share a bucket share a vector.
 *
 * A word's hash h is FNV-1a over its UTF-8 bytes, each extended with its sign; the
 * run w_1 … w_n has the hash (…(h_1·116049371 + h_2)·116049371 + …) + h_n modulo
 * 2^64, where each h is read as a signed number of 32 bits.
 *
 * @param words Words of the text.
 * @param options Longest run and number of buckets; integers >= 1.
 * @returns Buckets in `[0, buckets)`, by first word, then by length.
 * @throws {RangeError} If an option is not an integer >= 1.
 * @throws {TypeError} If the words are no list, or the options are none.
 *
 * @see fastText 0.9.3, src/dictionary.cc, `hash` and `addWordNgrams`; Joulin and
 * others, "Bag of Tricks for Efficient Text Classification", EACL 2017.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const pairs = ngramBuckets(["where", "is", "my"], { length: 2, buckets: 1_000 });
 * assertEquals(pairs, [789, 610]);
 * ```
 */
export function ngramBuckets(
  words: readonly string[],
  options: NgramOptions,
): number[] {
  const action = "hash n-grams";
  checkWords(action, words);
  checkOptionNames(action, options, ["length", "buckets"]);
  const { length, buckets } = options;
  checkPositiveIntegers(action, { length, buckets });
  const hashes = words.map((word) => BigInt(wordHash(word)));
  const result: number[] = [];
  for (let first = 0; first < words.length; first++) {
    let hash = hashes[first];
    const end = Math.min(words.length, first + length);
    for (let next = first + 1; next < end; next++) {
      hash = BigInt.asUintN(64, hash * MULTIPLIER + hashes[next]);
      result.push(Number(hash % BigInt(buckets)));
    }
  }
  return result;
}

const MULTIPLIER = 116_049_371n;
const encoder = new TextEncoder();

/** FNV-1a of a word, as a signed number of 32 bits. */
function wordHash(word: string): number {
  let hash = 2_166_136_261;
  for (const byte of encoder.encode(word)) {
    hash = Math.imul(hash ^ (byte << 24 >> 24), 16_777_619);
  }
  return hash | 0;
}
