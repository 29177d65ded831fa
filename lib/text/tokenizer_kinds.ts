import type { SentenceTokenizer } from "./sentence_tokenizer.ts";
import { type Subwords, SubwordTokenizer } from "./subword_tokenizer.ts";
import { WordTokenizer } from "./word_tokenizer.ts";
import type { WordsOptions } from "./words.ts";

/** What sentences are made of: whole words, or parts of words. */
export type TokenizerKind = "words" | "subwords";

/** The kinds that there are. */
export const TOKENIZER_KINDS: readonly TokenizerKind[] = ["words", "subwords"];

/**
 * Makes a tokenizer again from its plain data.
 *
 * @param kind What sentences are made of.
 * @param data What its `toJSON` gave.
 * @param options Whether sentences are made lower case.
 * @returns The tokenizer.
 * @throws {SyntaxError} If the data are not those of the kind.
 * @throws {RangeError} If a word or part stands twice.
 */
export function tokenizerFrom(
  kind: TokenizerKind,
  data: unknown,
  options: WordsOptions,
): SentenceTokenizer {
  if (kind === "words" && isTexts(data)) {
    return new WordTokenizer(data, options);
  }
  if (kind === "subwords" && isSubwords(data)) {
    return new SubwordTokenizer(data, options);
  }
  throw new SyntaxError(
    `Cannot make a tokenizer of ${kind} as its data must be ${
      kind === "words" ? "a list of words" : "parts and merges"
    }: got ${JSON.stringify(data)?.slice(0, 60)}`,
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) &&
    value.every((item) => typeof item === "string");
}

function isSubwords(value: unknown): value is Subwords {
  const { parts, merges } = (value ?? {}) as Partial<Subwords>;
  return isTexts(parts) && Array.isArray(merges) &&
    merges.every((pair) => isTexts(pair) && pair.length === 2);
}
