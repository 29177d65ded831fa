import { checkFields } from "../error/check_fields.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { byCodePoint } from "./by_code_point.ts";
import { firstTwice } from "./first_twice.ts";

/** In which order words get ids: the most frequent first, or by code point. */
export type WordOrder = "frequency" | "alphabet";

/** The orders that there are. */
export const WORD_ORDERS: readonly WordOrder[] = ["frequency", "alphabet"];

/** Which words of a text a vocabulary takes, and in which order. */
export interface VocabularyOptions {
  /** Times that a word must occur; 1 by default. */
  readonly minCount?: number;
  /** Most ids, padding and unknown included; no limit by default. */
  readonly maxSize?: number;
  /**
   * Whether ids go to the most frequent words first, as by default, or by code point.
   *
   * Words whose ids share digits share factors of a word2ketXS embedding. By frequency
   * the most frequent ones share their leading digits, by code point words that begin
   * alike; the latter teaches embeddings of order 3 faster.
   */
  readonly order?: WordOrder;
}

/**
 * Words and their ids.
 *
 * Id 0 is padding, which layers mask, and id 1 stands for every word that the
 * vocabulary lacks; words follow from 2.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const vocabulary = Vocabulary.of([["my", "card"], ["my", "money"]]);
 * assertEquals(vocabulary.words, ["my", "card", "money"]);
 * assertEquals(vocabulary.encode(["my", "lost", "card"]), [2, 1, 3]);
 * ```
 */
export class Vocabulary {
  /** Id of padding. */
  static readonly PADDING = 0;
  /** Id of every word that the vocabulary lacks. */
  static readonly UNKNOWN = 1;

  /** Words in the order of their ids, the first of which is 2. */
  readonly words: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /**
   * A vocabulary of given words, such as those of a saved one.
   *
   * @param words Words in the order of their ids; no word twice.
   * @throws {RangeError} If a word stands twice.
   * @throws {TypeError} If they are no list.
   */
  constructor(words: readonly string[]) {
    checkList("make a vocabulary", "words", words, "an array of words");
    this.words = [...words];
    this.#ids = new Map(this.words.map((word, i) => [word, i + 2]));
    const twice = firstTwice(this.words);
    if (twice !== undefined) {
      throw new RangeError(
        `Cannot make a vocabulary as its words must differ: got "${twice}" twice`,
      );
    }
  }

  /**
   * The words of texts, the most frequent first and equally frequent ones by code
   * point, or all by code point.
   *
   * @param texts Words of each text.
   * @param options Which words to take, and their order; `maxSize` takes the most
   * frequent ones in any.
   * @returns The vocabulary.
   * @throws {RangeError} If a number is not an integer >= 1 (`maxSize`: >= 2), or there
   * is no such order.
   * @throws {TypeError} If a text is not a list of words, or there is no option of a name
   * that was given.
   */
  static of(
    texts: Iterable<readonly string[]>,
    options: VocabularyOptions = {},
  ): Vocabulary {
    const action = "make a vocabulary";
    checkTexts(action, texts);
    checkOptionNames(action, options, ["minCount", "maxSize", "order"]);
    const { minCount = 1, order = "frequency" } = options;
    const { maxSize = Number.MAX_SAFE_INTEGER } = options;
    checkPositiveIntegers(action, { minCount });
    if (!Number.isSafeInteger(maxSize) || maxSize < 2) {
      throw new RangeError(
        `Cannot ${action} as maxSize must be an integer >= 2: got ${maxSize}`,
      );
    }
    if (!WORD_ORDERS.includes(order)) {
      throw new RangeError(
        `Cannot ${action} as order must be ${
          WORD_ORDERS.map((name) => `"${name}"`).join(" or ")
        }: got ${JSON.stringify(order)}`,
      );
    }
    const counts = new Map<string, number>();
    for (const text of texts) {
      checkWords(action, text);
      for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const kept = [...counts].filter(([, count]) => count >= minCount)
      .sort(([a, m], [b, n]) => n - m || byCodePoint(a, b));
    const words = kept.slice(0, maxSize - 2).map(([word]) => word);
    return new Vocabulary(
      order === "frequency" ? words : words.sort(byCodePoint),
    );
  }

  /** Number of ids, padding and unknown included. */
  get size(): number {
    return this.words.length + 2;
  }

  /**
   * Ids of words.
   *
   * @param words Any words.
   * @returns One id per word, in `[1, size)`.
   * @throws {TypeError} If they are no list.
   */
  encode(words: readonly string[]): number[] {
    checkWords("encode words", words);
    return words.map((word) => this.#ids.get(word) ?? Vocabulary.UNKNOWN);
  }
}

/**
 * Refuse a sentence where its words are needed: it would count as a list of characters.
 *
 * @param action What can't be done otherwise.
 * @param text A text as it was given.
 * @throws {TypeError} If it is no list.
 */
export function checkWords(action: string, text: unknown): void {
  checkList(action, "each text", text, `a list of words, ${AS_WORDS}`);
}

/**
 * Refuse what are no texts; {@linkcode checkWords} is for each of them.
 *
 * @param action What can't be done otherwise.
 * @param texts Texts as they were given.
 * @throws {TypeError} If they are no list.
 */
export function checkTexts(action: string, texts: unknown): void {
  checkList(action, "texts", texts, `an array of lists of words, ${AS_WORDS}`);
}

const AS_WORDS = "such as words() makes";

/**
 * Refuse what is no vocabulary.
 *
 * @param action What can't be done otherwise.
 * @param vocabulary What the caller gave.
 * @param used What is used of it.
 * @throws {TypeError} If it lacks that.
 */
export function checkVocabulary(
  action: string,
  vocabulary: unknown,
  used: keyof Vocabulary,
): void {
  const need = "a Vocabulary, such as Vocabulary.of() makes";
  checkFields(action, "vocabulary", vocabulary, [used], need);
}
