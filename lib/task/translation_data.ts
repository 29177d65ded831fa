import { type EncodedPairs, encodePairs } from "../text/encode_pairs.ts";
import { learnTokenizer } from "../text/learn_tokenizer.ts";
import { type SentenceTokenizer, SPECIAL } from "../text/sentence_tokenizer.ts";
import type { TokenizerKind } from "../text/tokenizer_kinds.ts";
import type { WordOrder } from "../text/vocabulary.ts";
import type { TranslationPairs } from "./translation_pairs.ts";

/** How sentences become ids. */
export interface TranslationTokens {
  /** What sentences are made of. */
  readonly kind: TokenizerKind;
  /** Times that a whole word must occur in the pairs to train on; 2 by default. */
  readonly minCount?: number | undefined;
  /** Most ids of each language. */
  readonly vocabulary?: number | undefined;
  /** In which order words get ids; by frequency by default. */
  readonly wordOrder?: WordOrder | undefined;
  /** Whether sentences are made lower case. */
  readonly lowerCase: boolean;
  /** Ids that the model has positions for. */
  readonly maxPositions: number;
}

/** All that a training run reads. */
export interface TranslationData {
  /** What the pairs are called. */
  readonly name: string;
  /** What sentences are made of. */
  readonly kind: TokenizerKind;
  /** Whether sentences are made lower case. */
  readonly lowerCase: boolean;
  /** Of what is translated. */
  readonly source: SentenceTokenizer;
  /** Of what it is translated to. */
  readonly target: SentenceTokenizer;
  /** Pairs to train on. */
  readonly train: EncodedPairs;
  /** Pairs to find the best weights with. */
  readonly validation: EncodedPairs;
}

/**
 * Learns tokenizers from the pairs to train on, and makes ids of all.
 *
 * @param pairs Sentences.
 * @param options What ids stand for, and how many a sentence may have.
 * @returns Tokenizers and ids.
 * @throws {RangeError} If an option is out of range.
 */
export async function translationData(
  { name, train, validation }: TranslationPairs,
  { kind, minCount = 2, vocabulary, wordOrder, lowerCase, maxPositions }:
    TranslationTokens,
): Promise<TranslationData> {
  const options = {
    kind,
    minCount,
    lowerCase,
    ...vocabulary !== undefined && { maxSize: vocabulary },
    ...wordOrder !== undefined && { order: wordOrder },
  };
  const source = await learnTokenizer(train.source, options);
  const target = await learnTokenizer(train.target, options);
  // an end stands behind each source, and a begin before each target
  const limits = { source, target, maxLength: maxPositions - 1 };
  return {
    name,
    kind,
    lowerCase,
    source,
    target,
    train: encodePairs(train, limits),
    validation: encodePairs(validation, limits),
  };
}

/**
 * What there is to know of data before a run: numbers, what is unknown, what was cut.
 *
 * @param data The data.
 * @returns Lines of text.
 */
export function describeData(data: TranslationData): string[] {
  const { name, kind, train, validation, source, target } = data;
  const lines = [
    `${name}: ${count(train.source.length)} pairs to train on, ${
      count(validation.source.length)
    } to choose with; ${count(source.size)} and ${
      count(target.size)
    } ids of ${kind}`,
  ];
  for (
    const [part, pairs] of [["train on", train], [
      "choose with",
      validation,
    ]] as const
  ) {
    const shares = [pairs.source, pairs.target].map(unknownShare);
    lines.push(
      `Unknown among the ${kind} to ${part}: ${
        percent(shares[0])
      } of the source, ${percent(shares[1])} of the target`,
    );
    const { cut } = pairs;
    if (cut.source + cut.target === 0) continue;
    lines.push(
      `Cut among the sentences to ${part}, as they are longer than the positions: ${cut.source} of the source, ${cut.target} of the target`,
    );
  }
  return lines;
}

/** Share of the ids that stand for what is unknown; begins and ends do not count. */
export function unknownShare(
  sentences: readonly (readonly number[])[],
): number {
  let [all, unknown] = [0, 0];
  for (const id of sentences.flat()) {
    if (id === SPECIAL.BEGIN || id === SPECIAL.END) continue;
    all++;
    if (id === SPECIAL.UNKNOWN) unknown++;
  }
  return all === 0 ? 0 : unknown / all;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A share in percent, with one digit. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
