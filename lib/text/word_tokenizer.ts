import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import {
  type SentenceTokenizer,
  SPECIAL,
  withoutSpecial,
} from "./sentence_tokenizer.ts";
import { Vocabulary, type VocabularyOptions } from "./vocabulary.ts";
import { words, type WordsOptions } from "./words.ts";

/** Not words as {@linkcode words} splits them, so that no sentence holds them. */
const [BEGIN, END, UNKNOWN] = ["<begin>", "<end>", "<unknown>"];

const ACTION = "make a tokenizer";

/**
 * Sentences as ids of their words and signs, in lower case unless it is to be kept.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const tokenizer = WordTokenizer.of(["Tom waits.", "Tom sits."], { minCount: 2 });
 * assertEquals(tokenizer.encode("Tom sleeps."), [5, 1, 4]);
 * assertEquals(tokenizer.decode([2, 5, 1, 4, 3, 0]), "tom <unknown> .");
 * ```
 */
export class WordTokenizer implements SentenceTokenizer {
  readonly #vocabulary: Vocabulary;
  readonly #options: WordsOptions;

  /**
   * A tokenizer of given words, such as those of a saved one.
   *
   * @param known Words in the order of their ids, the first of which is 4.
   * @param options Whether sentences are made lower case; the words must be so already.
   * @throws {RangeError} If a word stands twice.
   * @throws {TypeError} If they are no list, or there is no option of a name that was given.
   */
  constructor(known: readonly string[], options: WordsOptions = {}) {
    checkList(ACTION, "known", known, "an array of words");
    checkOptionNames(ACTION, options, ["lowerCase"]);
    this.#vocabulary = new Vocabulary([BEGIN, END, ...known]);
    this.#options = options;
  }

  /**
   * The words of sentences, the most frequent first or by code point.
   *
   * @param sentences Sentences to train on.
   * @param options Times that a word must occur, the most ids, special ones included,
   * the words' order, and whether sentences are made lower case.
   * @returns The tokenizer.
   * @throws {RangeError} If `minCount` is not an integer >= 1, `maxSize` not one >= 4,
   * or there is no such order.
   * @throws {TypeError} If the sentences are no list, or there is no option of a name that
   * was given.
   */
  static of(
    sentences: readonly string[],
    options: VocabularyOptions & WordsOptions = {},
  ): WordTokenizer {
    checkList(ACTION, "sentences", sentences, "an array of sentences");
    const names = ["minCount", "maxSize", "order", "lowerCase"];
    checkOptionNames(ACTION, options, names);
    const { lowerCase = true, ...others } = options;
    const { maxSize = Number.MAX_SAFE_INTEGER } = others;
    if (!(Number.isSafeInteger(maxSize) && maxSize >= 4)) {
      throw new RangeError(
        `Cannot ${ACTION} as maxSize must be an integer >= 4: got ${maxSize}`,
      );
    }
    const vocabulary = Vocabulary.of(
      sentences.map((sentence) => words(sentence, { lowerCase })),
      {
        ...others,
        maxSize: maxSize - 2, // begin and end are not counted there
      },
    );
    return new WordTokenizer(vocabulary.words, { lowerCase });
  }

  /** Number of ids, the special ones included. */
  get size(): number {
    return this.#vocabulary.size;
  }

  /**
   * Ids of a sentence's words.
   *
   * @param sentence Any text.
   * @returns Ids in `[0, size)`, none of them padding, begin or end.
   */
  encode(sentence: string): number[] {
    return this.#vocabulary.encode(words(sentence, this.#options));
  }

  /**
   * Words with a space between them.
   *
   * @param ids Ids in `[0, size)`.
   * @returns The text up to the first end.
   */
  decode(ids: ArrayLike<number>): string {
    const known = this.#vocabulary.words; // the first of them has the id 2
    return withoutSpecial(ids)
      .map((id) => id === SPECIAL.UNKNOWN ? UNKNOWN : known[id - 2]).join(" ");
  }

  /** The words, in the order of their ids. */
  toJSON(): string[] {
    return this.#vocabulary.words.slice(2);
  }
}
