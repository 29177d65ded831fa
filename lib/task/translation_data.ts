import { type EncodedPairs, encodePairs } from "../text/encode_pairs.ts";
import { fileName } from "../text/read_bytes.ts";
import { readSentencePairs } from "../text/read_sentence_pairs.ts";
import type { SentencePairs } from "../text/sentence_pairs.ts";
import { type SentenceTokenizer, SPECIAL } from "../text/sentence_tokenizer.ts";
import { shuffled } from "../text/shuffled.ts";
import { learnTokenizer, type TokenizerKind } from "../text/tokenizer_kinds.ts";

/** Where pairs are: a table, or two files whose lines correspond with a comma between. */
export interface TranslationFiles {
  /** Pairs to train on. */
  readonly train: string;
  /** Pairs to choose with; a share of the former if not given. */
  readonly validation?: string | undefined;
  /** Columns of source and target in tables, counted from 1. */
  readonly columns: readonly [source: number, target: number];
  /** Share of the pairs that is held out where there are no others to choose with. */
  readonly heldOut: number;
}

/** Pairs of sentences to train on and to choose with. */
export interface TranslationPairs {
  /** What they are called. */
  readonly name: string;
  /** Pairs to train on. */
  readonly train: SentencePairs;
  /** Pairs to find the best weights with. */
  readonly validation: SentencePairs;
}

/** The parts of the shipped pairs. */
export type ShippedPart = "train" | "valid" | "test";

/**
 * One part of the shipped German–English pairs.
 *
 * @param part Which one.
 * @returns German sentences and their translations.
 */
export function shippedPairs(part: ShippedPart): Promise<SentencePairs> {
  const path = `../../data/tatoeba_de_en/small.${part}.en-de.tsv.gz`;
  return readSentencePairs(new URL(path, import.meta.url), { columns: [2, 1] });
}

/**
 * Pairs from a table, or from two files with a comma between their names.
 *
 * @param files Such as `"pairs.tsv.gz"` or `"train.de,train.en"`.
 * @param columns Columns of source and target in a table.
 * @returns The pairs.
 * @throws {SyntaxError} If there are more than two names, or a file does not fit.
 * @throws {Deno.errors.NotFound} If there is no such file.
 */
export function readPairs(
  files: string,
  columns: readonly [source: number, target: number],
): Promise<SentencePairs> {
  const names = files.split(",");
  if (names.length > 2) {
    throw new SyntaxError(
      `Cannot read pairs as there must be one table or two files: got ${names.length}, ${files}`,
    );
  }
  const [source, target] = names;
  return readSentencePairs(
    target === undefined ? source : [source, target],
    { columns },
  );
}

/**
 * Pairs to train on: the shipped ones, or those of files.
 *
 * @param files Where they are; the shipped ones if not given.
 * @returns The pairs.
 * @throws {SyntaxError} If a file does not fit.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {RangeError} If there are too few pairs to hold some out.
 */
export async function translationPairs(
  files?: TranslationFiles,
): Promise<TranslationPairs> {
  if (!files) {
    const [train, validation] = await Promise.all([
      shippedPairs("train"),
      shippedPairs("valid"),
    ]);
    return { name: "tatoeba_de_en", train, validation };
  }
  const { columns, heldOut } = files;
  const all = await readPairs(files.train, columns);
  const name = files.train.split(",").map((path) => fileName(path)).join(",");
  if (files.validation !== undefined) {
    const validation = await readPairs(files.validation, columns);
    return { name, train: all, validation };
  }
  const count = all.source.length;
  const taken = Math.ceil(heldOut * count);
  if (taken >= count) {
    throw new RangeError(
      `Cannot hold out ${heldOut} of the pairs as some must be left to train on: got ${count}`,
    );
  }
  const order = shuffled([...all.source.keys()], 0);
  const pick = (places: readonly number[]) => ({
    source: places.map((place) => all.source[place]),
    target: places.map((place) => all.target[place]),
  });
  return {
    name,
    train: pick(order.slice(taken).sort((a, b) => a - b)),
    validation: pick(order.slice(0, taken)),
  };
}

/** How sentences become ids. */
export interface TranslationTokens {
  /** What sentences are made of. */
  readonly kind: TokenizerKind;
  /** Times that a word must occur in the pairs to train on. */
  readonly minCount: number;
  /** Most ids of each language. */
  readonly vocabulary?: number | undefined;
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
  { kind, minCount, vocabulary, lowerCase, maxPositions }: TranslationTokens,
): Promise<TranslationData> {
  const options = {
    kind,
    minCount,
    lowerCase,
    ...vocabulary !== undefined && { maxSize: vocabulary },
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
