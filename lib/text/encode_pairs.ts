import { checkFields } from "../error/check_fields.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import type { SentencePairs } from "./sentence_pairs.ts";
import {
  checkTokenizer,
  type SentenceTokenizer,
  SPECIAL,
} from "./sentence_tokenizer.ts";

/** How sentences become ids. */
export interface EncodePairsOptions {
  /** Of what is translated. */
  readonly source: SentenceTokenizer;
  /** Of what it is translated to. */
  readonly target: SentenceTokenizer;
  /** Ids of a sentence, without begin and end; what is behind is cut and counted. */
  readonly maxLength?: number;
}

/** Pairs of sentences as ids. */
export interface EncodedPairs {
  /** Sentences with an end behind each. */
  readonly source: readonly (readonly number[])[];
  /** Translations between begin and end. */
  readonly target: readonly (readonly number[])[];
  /** Number of sentences that were cut because they are longer than allowed. */
  readonly cut: { readonly source: number; readonly target: number };
}

const ACTION = "encode sentences";
const SIDES = ["source", "target"];

/**
 * Ids of pairs of sentences, for a model that reads one and writes the other.
 *
 * @param pairs Sentences and translations.
 * @param options Tokenizers and limit.
 * @returns Ids; every sentence keeps its end, even if it is cut.
 * @throws {RangeError} If `maxLength` is not an integer >= 1, or one side has more than the
 *   other.
 * @throws {TypeError} If the pairs or tokenizers are none, or there is no option of a name
 * that was given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { WordTokenizer } from "@kronlab/kronlab";
 *
 * const words = new WordTokenizer(["geh", "!", "go"]);
 * const { source, target, cut } = encodePairs(
 *   { source: ["Geh!"], target: ["Go!"] },
 *   { source: words, target: words, maxLength: 1 },
 * );
 * assertEquals([source, target], [[[4, 3]], [[2, 6, 3]]]);
 * assertEquals(cut, { source: 1, target: 1 });
 * ```
 */
export function encodePairs(
  pairs: SentencePairs,
  options: EncodePairsOptions,
): EncodedPairs {
  const need = "sentences and translations, such as readSentencePairs() gives";
  checkFields(ACTION, "pairs", pairs, SIDES, need);
  checkOptionNames(ACTION, options, ["source", "target", "maxLength"]);
  const { source, target, maxLength = Number.MAX_SAFE_INTEGER } = options;
  checkTokenizer(ACTION, "source", source);
  checkTokenizer(ACTION, "target", target);
  checkPositiveIntegers(ACTION, { maxLength });
  const from = encodeAll(source, pairs.source, maxLength);
  const to = encodeAll(target, pairs.target, maxLength);
  checkSides(ACTION, "pairs", { source: from.ids, target: to.ids });
  return {
    source: from.ids.map((ids) => [...ids, SPECIAL.END]),
    target: to.ids.map((ids) => [SPECIAL.BEGIN, ...ids, SPECIAL.END]),
    cut: { source: from.cut, target: to.cut },
  };
}

function encodeAll(
  tokenizer: SentenceTokenizer,
  sentences: readonly string[],
  maxLength: number,
): { ids: number[][]; cut: number } {
  checkList(ACTION, "each side", sentences, "an array of sentences");
  let cut = 0;
  const ids = sentences.map((sentence) => {
    const all = tokenizer.encode(sentence);
    if (all.length > maxLength) cut++;
    return all.slice(0, maxLength);
  });
  return { ids, cut };
}

/**
 * Refuses what are no pairs of ids, such as those of sentences.
 *
 * @param action What can't be done otherwise.
 * @param name What the pairs are called.
 * @param pairs What the caller gave.
 * @throws {TypeError} If they are none.
 * @throws {RangeError} If one side has more than the other.
 */
export function checkEncodedPairs(
  action: string,
  name: string,
  pairs: EncodedPairs,
): void {
  const need = "pairs of ids, such as encodePairs() makes";
  checkFields(action, name, pairs, SIDES, need);
  checkSides(action, name, pairs);
}

function checkSides(
  action: string,
  name: string,
  { source, target }: Pick<EncodedPairs, "source" | "target">,
): void {
  if (source.length === target.length) return;
  throw new RangeError(
    `Cannot ${action} as ${name} must have as many sources as targets: got ${source.length} and ${target.length}`,
  );
}
