import { encodeTexts } from "../text/encode_texts.ts";
import type { NgramOptions } from "../text/ngram_buckets.ts";
import { orderByClass } from "../text/order_by_class.ts";
import { Vocabulary } from "../text/vocabulary.ts";
import { words } from "../text/words.ts";
import type { LabelledIds } from "../train/classifier_data.ts";
import type { ComparedModel } from "./compared_models.ts";

/** Texts and the names of their classes. */
export type LabelledRows = readonly (readonly string[])[];

/** How texts are prepared. */
export interface PrepareOptions {
  /** Times that a word must occur in the training texts; 1 by default. */
  readonly minCount?: number;
  /** Runs of words to add. */
  readonly ngrams?: NgramOptions;
  /** Words that a text may have; no limit by default. */
  readonly maxWords?: number;
}

/** Texts to train on and to test with, as ids, for one order of the words. */
export interface PreparedTexts {
  /** Words with their ids. */
  readonly vocabulary: Vocabulary;
  /** Texts to train on. */
  readonly train: LabelledIds;
  /** Texts to test with. */
  readonly test: LabelledIds;
}

/** A data set that is ready for classifiers. */
export interface PreparedData {
  /** Names of the classes in order of their numbers. */
  readonly classes: readonly string[];
  /** Number of ids, those of runs of words included. */
  readonly vocabularySize: number;
  /** Number of texts that were cut. */
  readonly cut: number;
  /** The texts by the order of the words. */
  readonly byOrder: Readonly<Record<ComparedModel["wordOrder"], PreparedTexts>>;
}

/**
 * Words, ids and class numbers of rows of text and class.
 *
 * Vocabulary, classes and the order of the words come from the training texts alone.
 *
 * @param rows Texts to train on and to test with, each with the name of its class.
 * @param options What to keep of the texts.
 * @returns The data set.
 * @throws {RangeError} If there are fewer than two classes, or a test text has a class
 * that no training text has.
 */
export function prepareTexts(
  rows: { train: LabelledRows; test: LabelledRows },
  { minCount = 1, ngrams, maxWords }: PrepareOptions = {},
): PreparedData {
  const classes = [...new Set(rows.train.map(([, name]) => name))].sort();
  if (classes.length < 2) {
    throw new RangeError(
      `Cannot train a classifier as there must be two classes or more: got ${classes.length}`,
    );
  }
  const numbers = new Map(classes.map((name, number) => [name, number]));
  const unknown = rows.test.find(([, name]) => !numbers.has(name));
  if (unknown) {
    throw new RangeError(
      `Cannot test a classifier as each class must occur in training: got "${
        unknown[1]
      }"`,
    );
  }
  const split = (part: LabelledRows) => ({
    texts: part.map(([text]) => words(text)),
    labels: part.map(([, name]) => numbers.get(name)!),
  });
  const [train, test] = [split(rows.train), split(rows.test)];
  const byFrequency = Vocabulary.of(train.texts, { minCount });
  const vocabularies = {
    frequency: byFrequency,
    class: orderByClass(byFrequency, train.texts, train.labels),
  };
  let cut = 0;
  const encoded = (vocabulary: Vocabulary): PreparedTexts => {
    const options = {
      vocabulary,
      ...(ngrams ? { ngrams } : {}),
      ...(maxWords ? { maxWords } : {}),
    };
    const [trainIds, testIds] = [train, test].map(({ texts }) =>
      encodeTexts(texts, options)
    );
    cut = trainIds.cut + testIds.cut;
    return {
      vocabulary,
      train: { ids: trainIds.ids, labels: train.labels },
      test: { ids: testIds.ids, labels: test.labels },
    };
  };
  return {
    classes,
    vocabularySize: byFrequency.size + (ngrams?.buckets ?? 0),
    byOrder: {
      frequency: encoded(vocabularies.frequency),
      class: encoded(vocabularies.class),
    },
    cut,
  };
}
