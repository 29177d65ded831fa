import type { SentenceTokenizer } from "./sentence_tokenizer.ts";
import type { TokenizerKind } from "./tokenizer_kinds.ts";
import { trainSubwords } from "./train_subwords.ts";
import type { WordOrder } from "./vocabulary.ts";
import { WordTokenizer } from "./word_tokenizer.ts";
import type { WordsOptions } from "./words.ts";

/** How a tokenizer is made from sentences. */
export interface LearnTokenizerOptions extends WordsOptions {
  /** What sentences are made of. */
  readonly kind: TokenizerKind;
  /** Times that a whole word must occur; 1 by default, no matter for subwords. */
  readonly minCount?: number;
  /** Most ids, special ones included; for words no limit, for subwords 8,000 by default. */
  readonly maxSize?: number;
  /** In which order words get ids; by frequency by default, no matter for subwords. */
  readonly order?: WordOrder;
}

/**
 * Learns a tokenizer of either kind.
 *
 * @param sentences Sentences to train on.
 * @param options Kind, sizes and order.
 * @returns The tokenizer.
 * @throws {RangeError} If a size is out of the kind's range, or there is no such order.
 */
export function learnTokenizer(
  sentences: readonly string[],
  { kind, maxSize, ...options }: LearnTokenizerOptions,
): SentenceTokenizer | Promise<SentenceTokenizer> {
  const { lowerCase = true } = options;
  return kind === "words"
    ? WordTokenizer.of(sentences, {
      ...options,
      ...maxSize !== undefined && { maxSize },
    })
    : trainSubwords(sentences, { size: maxSize ?? 8_000, lowerCase });
}
