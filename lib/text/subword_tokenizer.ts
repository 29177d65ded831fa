import { Tokenizer } from "@huggingface/tokenizers";
import { checkFields } from "../error/check_fields.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkText } from "./check_text.ts";
import { firstTwice } from "./first_twice.ts";
import {
  type SentenceTokenizer,
  SPECIAL,
  withoutSpecial,
} from "./sentence_tokenizer.ts";
import type { WordsOptions } from "./words.ts";

/** What byte-pair encoding has learned. */
export interface Subwords {
  /** Characters and longer parts of words, in the order of their ids from 4 on. */
  readonly parts: readonly string[];
  /** Pairs of parts to join, the first one first. */
  readonly merges: readonly (readonly [string, string])[];
}

/** Special words hold a space, which no part does: it stands as `▁` there. */
const NAMES = [" padding", " unknown", " begin", " end"];

/** A space is part of the word behind it, and signs stand alone. */
const PRE_TOKENIZER = {
  type: "Sequence",
  pretokenizers: [
    {
      type: "Metaspace",
      replacement: "▁",
      prepend_scheme: "always",
      split: true,
    },
    { type: "Punctuation", behavior: "Isolated" },
  ],
};

/**
 * Sentences as ids of parts of words, in lower case unless it is to be kept, by
 * byte-pair encoding.
 *
 * Rare words fall apart into parts that are frequent, so that only characters that the
 * training sentences lack are unknown, and {@linkcode SentenceTokenizer.decode} gives
 * back the sentence as it was written.
 *
 * @see Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with
 * Subword Units", ACL 2016.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const tokenizer = new SubwordTokenizer({
 *   parts: ["▁", "g", "o", "go"],
 *   merges: [["g", "o"]],
 * });
 * assertEquals(tokenizer.encode("Go!"), [4, 7, 1]);
 * assertEquals(tokenizer.decode([2, 4, 7, 3]), "go");
 * ```
 */
export class SubwordTokenizer implements SentenceTokenizer {
  readonly #subwords: Subwords;
  readonly #tokenizer: Tokenizer;

  /**
   * A tokenizer of what has been learned.
   *
   * @param subwords Parts and merges.
   * @param options Whether sentences are made lower case; the parts must be so already.
   * @throws {RangeError} If a part stands twice or a merge is not of parts.
   * @throws {TypeError} If there are no parts or merges, or there is no option of a name
   * that was given.
   */
  constructor(subwords: Subwords, options: WordsOptions = {}) {
    checkOptionNames("make a tokenizer", options, ["lowerCase"]);
    const { lowerCase = true } = options;
    const need = "parts and merges, such as toJSON() gives";
    const fields = ["parts", "merges"];
    checkFields("make a tokenizer", "subwords", subwords, fields, need);
    const { parts, merges } = subwords;
    const known = new Set(parts);
    const twice = firstTwice(parts);
    if (twice !== undefined) {
      throw new RangeError(
        `Cannot make a tokenizer as its parts must differ: got "${twice}" twice`,
      );
    }
    for (const [a, b] of merges) {
      if (known.has(a) && known.has(b) && known.has(a + b)) continue;
      throw new RangeError(
        `Cannot make a tokenizer as a merge must be of parts and give one: got "${a}" and "${b}"`,
      );
    }
    this.#subwords = subwords;
    this.#tokenizer = new Tokenizer({
      version: "1.0",
      added_tokens: [],
      normalizer: lowerCase ? { type: "Lowercase" } : null,
      pre_tokenizer: PRE_TOKENIZER,
      post_processor: null,
      decoder: null,
      model: {
        type: "BPE",
        unk_token: NAMES[SPECIAL.UNKNOWN],
        vocab: Object.fromEntries(
          [...NAMES, ...parts].map((part, id) => [part, id]),
        ),
        merges,
      },
    }, {});
  }

  /** Number of ids, the special ones included. */
  get size(): number {
    return NAMES.length + this.#subwords.parts.length;
  }

  /**
   * Ids of a sentence's parts.
   *
   * @param sentence Any text.
   * @returns Ids in `[0, size)`, none of them padding, begin or end.
   * @throws {TypeError} If it is no string.
   */
  encode(sentence: string): number[] {
    checkText("encode a sentence", sentence);
    return this.#tokenizer.encode(sentence.trim()).ids;
  }

  /**
   * The sentence, spaces as they were.
   *
   * @param ids Ids in `[0, size)`.
   * @returns The text up to the first end.
   * @throws {TypeError} If they are no list.
   */
  decode(ids: ArrayLike<number>): string {
    const { parts } = this.#subwords;
    return withoutSpecial(ids)
      .map((id) => id === SPECIAL.UNKNOWN ? "\ufffd" : parts[id - 4])
      .join("").replaceAll("▁", " ").trim();
  }

  /** Parts and merges. */
  toJSON(): Subwords {
    return this.#subwords;
  }
}
