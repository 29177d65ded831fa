import { fileName } from "../text/read_bytes.ts";
import { readSentencePairs } from "../text/read_sentence_pairs.ts";
import type { SentencePairs } from "../text/sentence_pairs.ts";
import { shuffled } from "../text/shuffled.ts";

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

/** The parts of the shipped pairs; the last is a second, larger test. */
export type ShippedPart = "train" | "valid" | "test" | "large test";

/**
 * One part of the shipped German–English pairs.
 *
 * @param part Which one.
 * @returns German sentences and their translations.
 */
export function shippedPairs(part: ShippedPart): Promise<SentencePairs> {
  const name = part === "large test" ? "large.test" : `small.${part}`;
  const path = `../../data/tatoeba_de_en/${name}.en-de.tsv.gz`;
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
