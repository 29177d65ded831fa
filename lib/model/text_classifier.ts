import { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { LayerNormalization } from "../layer/layer_normalization.ts";
import { MaskedAverage } from "../layer/masked_average.ts";
import { SeededDropout } from "../layer/seeded_dropout.ts";
import { Word2Ket } from "../layer/word2ket.ts";
import { Word2KetXS } from "../layer/word2ket_xs.ts";
import { wholeTable } from "./word_table.ts";

/**
 * How word vectors are stored.
 *
 * - `dense`: a table, `vocabularySize · width` parameters.
 * - `word2ket`: a sum of `rank` products of `order` leaves for each word.
 * - `word2ketXS`: the whole table is a sum of `rank` Kronecker products of `order`
 *   factors; `inputFactors` split the words, `outputFactors` the width.
 * - `lowRank`: the product of two matrices, `rank · (vocabularySize + width)`
 *   parameters: a sum of Kronecker products too, with factors
 *   `[vocabularySize, 1]` and `[1, width]`.
 */
export type WordVectors =
  | { readonly kind: "dense"; readonly width: number }
  | {
    readonly kind: "word2ket";
    readonly width: number;
    readonly order: number;
    readonly rank: number;
    readonly outputFactors?: readonly number[];
  }
  | {
    readonly kind: "word2ketXS";
    readonly width: number;
    readonly order: number;
    readonly rank: number;
    readonly inputFactors?: readonly number[];
    readonly outputFactors?: readonly number[];
  }
  | {
    readonly kind: "lowRank";
    readonly width: number;
    readonly rank: number;
  };

/** What a {@linkcode textClassifier} is made of. */
export interface TextClassifierConfig {
  /** Number of ids; 0 is padding. */
  readonly vocabularySize: number;
  /** Number of classes. */
  readonly classes: number;
  /** How word vectors are stored. */
  readonly embedding: WordVectors;
  /** Share of the entries of word vectors that training drops; 0 by default. */
  readonly dropout?: number;
  /** Whether the mean vector is normalized; not by default. */
  readonly layerNormalization?: boolean;
  /** Seed of the weights and of dropout; 0 by default. */
  readonly seed?: number;
}

const ACTION = "make a text classifier";

const OPTIONS = optionNames<TextClassifierConfig>({
  vocabularySize: true,
  classes: true,
  embedding: true,
  dropout: true,
  layerNormalization: true,
  seed: true,
});

/** Options of each kind of word vectors. */
const WORD_VECTORS: Readonly<Record<WordVectors["kind"], readonly string[]>> = {
  dense: ["width"],
  word2ket: ["width", "order", "rank", "outputFactors"],
  word2ketXS: ["width", "order", "rank", "inputFactors", "outputFactors"],
  lowRank: ["width", "rank"],
};

/**
 * A classifier of texts: word vectors, dropout on them, their mean, one linear layer
 * and softmax.
 *
 * Only the word vectors differ between a dense, a factored and a low-rank model, so
 * that what they cost in accuracy can be compared. This is the model of fastText,
 * with word vectors of any kind. Layers are named `words`, `logits` and `classes`.
 *
 * @param config Sizes, and the kind of word vectors.
 * @returns A model from ids `[batch, length]`, 0 where a text has ended, to
 * probabilities `[batch, classes]`.
 * @throws {RangeError} If a size is not an integer >= 1 or the factors don't fit.
 * @throws {TypeError} If it is no object, or there is no option of a name that was given.
 *
 * @see Joulin and others, "Bag of Tricks for Efficient Text Classification", EACL 2017.
 *
 * @example 100 words in 2 classes; the embedding has 2 · (10·2 + 10·4) parameters
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = textClassifier({
 *   vocabularySize: 100,
 *   classes: 2,
 *   embedding: {
 *     kind: "word2ketXS",
 *     width: 8,
 *     order: 2,
 *     rank: 2,
 *     outputFactors: [2, 4],
 *   },
 * });
 * assertEquals(model.getLayer("words").countParams(), 120);
 * const ids = tf.tensor2d([[5, 99, 7], [3, 0, 0]], [2, 3], "int32");
 * assertEquals((model.predict(ids) as tf.Tensor).shape, [2, 2]);
 * ```
 */
export function textClassifier(config: TextClassifierConfig): tf.LayersModel {
  checkOptionNames(ACTION, config, OPTIONS);
  const { vocabularySize, classes, dropout = 0, seed = 0 } = config;
  checkPositiveIntegers(ACTION, { vocabularySize, classes });
  checkWordVectors(config.embedding);
  const ids = tf.input({ shape: [null], dtype: "int32", name: "ids" });
  const layers = [
    wordVectors(config.embedding, vocabularySize, seed),
    new SeededDropout({ rate: dropout, seed, name: "dropout" }),
    new MaskedAverage({ name: "mean" }),
    ...(config.layerNormalization
      ? [new LayerNormalization({ name: "normalization" })]
      : []),
    tf.layers.dense({
      units: classes,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + 1 }),
      name: "logits",
    }),
    // tf.layers.softmax would take the mask of the words for one of its own
    tf.layers.activation({ activation: "softmax", name: "classes" }),
  ];
  const outputs = layers.reduce(
    (input, layer) => layer.apply(input) as tf.SymbolicTensor,
    ids,
  );
  return tf.model({ inputs: ids, outputs, name: "text_classifier" });
}

/** The embedding layer. */
function wordVectors(
  embedding: WordVectors,
  vocabularySize: number,
  seed: number,
): tf.layers.Layer {
  const common = {
    inputDim: vocabularySize,
    outputDim: embedding.width,
    maskZero: true,
    name: "words",
  };
  switch (embedding.kind) {
    case "dense":
      return wholeTable(common, seed);
    case "word2ket": {
      const { kind: _, width: __, ...factors } = embedding;
      return new Word2Ket({ ...factors, ...common, seed });
    }
    case "word2ketXS": {
      const { kind: _, width: __, ...factors } = embedding;
      return new Word2KetXS({ ...factors, ...common, seed });
    }
    case "lowRank":
      return new Word2KetXS({
        ...common,
        order: 2,
        rank: embedding.rank,
        inputFactors: [vocabularySize, 1],
        outputFactors: [1, embedding.width],
        seed,
      });
  }
}

/** Refuses a kind or an option that is misspelt, which a notebook's cell does not find. */
function checkWordVectors(embedding: WordVectors): void {
  const kind = embedding?.kind;
  if (!Object.hasOwn(WORD_VECTORS, kind ?? "")) {
    throw new RangeError(
      `Cannot ${ACTION} as embedding.kind must be one of ${
        Object.keys(WORD_VECTORS).join(", ")
      }: got ${kind}`,
    );
  }
  const known = ["kind", ...WORD_VECTORS[kind]];
  checkOptionNames(`${ACTION} with ${kind} vectors`, embedding, known);
}
