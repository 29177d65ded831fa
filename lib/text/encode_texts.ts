import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { ngramBuckets, type NgramOptions } from "./ngram_buckets.ts";
import {
  checkTexts,
  checkVocabulary,
  checkWords,
  Vocabulary,
} from "./vocabulary.ts";

/** How texts become ids. */
export interface EncodeOptions {
  /** Words that have an id of their own. */
  readonly vocabulary: Vocabulary;
  /** Runs of words to add, as ids from `vocabulary.size` on; none by default. */
  readonly ngrams?: NgramOptions;
  /** Words that a text may have; what is behind is cut and counted. */
  readonly maxWords?: number;
}

/** Texts as ids. */
export interface EncodedTexts {
  /** Ids of each text, at least one, none of them padding. */
  readonly ids: number[][];
  /** Number of texts that were cut because they have more words than allowed. */
  readonly cut: number;
}

/**
 * Ids of texts: of their words, then of their runs of words.
 *
 * @param texts Words of each text; one without words becomes one unknown word.
 * @param options Vocabulary, runs and limit.
 * @returns Ids in `[1, vocabulary.size + buckets)`.
 * @throws {RangeError} If a limit is not an integer >= 1.
 * @throws {TypeError} If a text is not a list of words, there is no vocabulary, or no option
 * of a name that was given.
 *
 * @example
 * ```ts
 * import { Vocabulary } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const vocabulary = new Vocabulary(["my", "card"]);
 * const { ids, cut } = encodeTexts([["my", "card", "?"], []], {
 *   vocabulary,
 *   ngrams: { length: 2, buckets: 1_000 },
 *   maxWords: 2,
 * });
 * assertEquals(ids, [[2, 3, 4 + 160], [1]]);
 * assertEquals(cut, 1);
 * ```
 */
export function encodeTexts(
  texts: readonly (readonly string[])[],
  options: EncodeOptions,
): EncodedTexts {
  const action = "encode texts";
  checkTexts(action, texts);
  checkOptionNames(action, options, ["vocabulary", "ngrams", "maxWords"]);
  const { vocabulary, ngrams, maxWords = Number.MAX_SAFE_INTEGER } = options;
  checkVocabulary(action, vocabulary, "encode");
  checkPositiveIntegers(action, { maxWords });
  let cut = 0;
  const ids = texts.map((text) => {
    checkWords(action, text);
    if (text.length > maxWords) cut++;
    if (text.length === 0) return [Vocabulary.UNKNOWN];
    const kept = text.slice(0, maxWords);
    const runs = ngrams ? ngramBuckets(kept, ngrams) : [];
    return [
      ...vocabulary.encode(kept),
      ...runs.map((bucket) => vocabulary.size + bucket),
    ];
  });
  return { ids, cut };
}
