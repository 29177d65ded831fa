import { checkFields } from "../error/check_fields.ts";
import { checkList } from "../error/check_list.ts";
import { Vocabulary } from "./vocabulary.ts";

/** Ids that every tokenizer of sentences has; those of its own words follow. */
export const SPECIAL = {
  /** Fills up what is shorter than the longest; layers mask it. */
  PADDING: Vocabulary.PADDING,
  /** Stands for every word that has no id. */
  UNKNOWN: Vocabulary.UNKNOWN,
  /** Starts a translation. */
  BEGIN: 2,
  /** Ends a sentence. */
  END: 3,
} as const;

/** Turns sentences into ids and back. */
export interface SentenceTokenizer {
  /** Number of ids, the special ones included. */
  readonly size: number;
  /**
   * Ids of a sentence.
   *
   * @param sentence Any text.
   * @returns Ids in `[0, size)`, none of them padding, begin or end.
   */
  encode(sentence: string): number[];
  /**
   * The sentence of ids, up to the first end.
   *
   * @param ids Ids in `[0, size)`.
   * @returns Its text; padding and begin are left out.
   */
  decode(ids: ArrayLike<number>): string;
  /** What the same tokenizer can be made of again, as plain data. */
  toJSON(): unknown;
}

/**
 * Ids of words among given ids: up to the first end, without padding and begin.
 *
 * @param ids Any ids.
 * @returns Ids that have a text.
 * @throws {TypeError} If they are no list.
 */
export function withoutSpecial(ids: ArrayLike<number>): number[] {
  checkList("decode ids", "ids", ids, "an array of ids");
  const all = Array.from(ids);
  const end = all.indexOf(SPECIAL.END);
  return all.slice(0, end < 0 ? all.length : end)
    .filter((id) => id !== SPECIAL.PADDING && id !== SPECIAL.BEGIN);
}

/**
 * Refuses what is no tokenizer, such as the promise of one.
 *
 * @param action What can't be done otherwise.
 * @param name What the tokenizer is called.
 * @param tokenizer What the caller gave.
 * @throws {TypeError} If it is none.
 */
export function checkTokenizer(
  action: string,
  name: string,
  tokenizer: unknown,
): void {
  const need = "a tokenizer, such as WordTokenizer.of() makes";
  checkFields(action, name, tokenizer, ["encode"], need);
}
