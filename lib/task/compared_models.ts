import type { WordVectors } from "../model/text_classifier.ts";
import { balancedFactors } from "../shape/balanced_factors.ts";
import { integerRoot } from "../shape/integer_root.ts";

/** A classifier of a comparison: its word vectors and what was tuned for them. */
export interface ComparedModel {
  /** Name in tables and figures. */
  readonly name: string;
  /** How word vectors are stored. */
  readonly embedding: WordVectors;
  /** Which words get neighbouring ids. */
  readonly wordOrder: "frequency" | "class";
  /** Share of the entries of word vectors that training drops. */
  readonly dropout: number;
  /** Whether the mean vector is normalized. */
  readonly layerNormalization: boolean;
  /** Learning rate at the first step. */
  readonly learningRate: number;
}

/**
 * The first model and those whose name has a text in it.
 *
 * @param models All models.
 * @param text A part of names, such as `"order 4"`.
 * @returns Some of them, in their order.
 * @throws {RangeError} If no name has the text.
 */
export function modelsNamed(
  models: readonly ComparedModel[],
  text: string,
): ComparedModel[] {
  const named = models.filter(({ name }) => name.includes(text));
  if (named.length > 0) {
    return models.filter((model, m) => m === 0 || named.includes(model));
  }
  throw new RangeError(
    `Cannot pick models as "${text}" must be part of one of their names: got ${
      models.map(({ name }) => JSON.stringify(name)).join(", ")
    }`,
  );
}

/** Sizes that the models of a comparison must fit. */
export interface ComparedSizes {
  /** Number of ids. */
  readonly vocabularySize: number;
  /** Width of the word vectors. */
  readonly width: number;
}

/**
 * The models that are compared: dense, word2ket, word2ketXS 16, 48 and 100 times
 * smaller, and two plain ways to save as much at 16 and 48 times: a narrower dense
 * table and a low-rank one.
 *
 * Each kind has the settings that were best for it on questions of banking77 held out
 * of the training questions; the test questions played no part.
 *
 * @param sizes Vocabulary size and width.
 * @returns Models that differ; each embedding is at most as large as its share of the
 * dense one, if that allows a rank of 1.
 */
export function comparedModels(
  { vocabularySize, width }: ComparedSizes,
): ComparedModel[] {
  const budget = (ratio: number) => vocabularySize * width / ratio;
  const atLeastOne = (value: number) => Math.max(1, Math.floor(value));
  const tuned = {
    wordOrder: "frequency",
    dropout: 0.5,
    layerNormalization: true,
    learningRate: 0.01,
  } as const;
  const plain = { ...tuned, layerNormalization: false };

  const factored = (order: number, ratio: number) => {
    const outputFactors = balancedFactors(width, order);
    const side = integerRoot(vocabularySize, order);
    const term = outputFactors.reduce((sum, factor) => sum + side * factor, 0);
    const rank = atLeastOne(budget(ratio) / term);
    return {
      name: `word2ketXS, order ${order}, rank ${rank}`,
      embedding: { kind: "word2ketXS", width, order, rank, outputFactors },
      ...tuned,
    } as const;
  };
  const narrow = (ratio: number, settings: Partial<ComparedModel>) => {
    const narrower = atLeastOne(budget(ratio) / vocabularySize);
    return {
      name: `dense, width ${narrower}`,
      embedding: { kind: "dense", width: narrower },
      ...plain,
      learningRate: 0.03,
      ...settings,
    } as const;
  };
  const lowRank = (ratio: number) => {
    const rank = atLeastOne(budget(ratio) / (vocabularySize + width));
    return {
      name: `low rank ${rank}`,
      embedding: { kind: "lowRank", width, rank },
      ...tuned,
    } as const;
  };
  const models: ComparedModel[] = [
    {
      name: `dense, width ${width}`,
      embedding: { kind: "dense", width },
      ...plain,
    },
    {
      name: "word2ket, order 4, rank 1",
      embedding: {
        kind: "word2ket",
        width,
        order: 4,
        rank: 1,
        outputFactors: balancedFactors(width, 4),
      },
      ...plain,
    },
    factored(2, 16),
    { ...factored(2, 48), wordOrder: "class" },
    { ...factored(4, 100), wordOrder: "class" },
    narrow(16, { dropout: 0.2 }),
    narrow(48, { dropout: 0 }),
    lowRank(16),
    lowRank(48),
  ];
  // of a small vocabulary, two shares may be the same model
  const names = models.map(({ name }) => name);
  return models.filter(({ name }, m) => names.indexOf(name) === m);
}
