import { tf } from "../engine/tf.ts";
import { matrixDeviationOf } from "./dense_config.ts";
import {
  factorInitializers,
  isZeros,
  reseeded,
  seedOf,
  zeroInitializers,
} from "./factor_initializers.ts";
import type { Initializer } from "./factor_initializers.ts";
import { inOurWords } from "./in_our_words.ts";
import type { Constraint, Regularizer } from "./layer_variable.ts";

/** Arguments of `tf.layers.embedding`. */
export type EmbeddingArgs = Parameters<typeof tf.layers.embedding>[0];

/** Arguments that both factored embeddings take, besides those of `tf.layers.embedding`. */
export interface FactoredEmbeddingArgs extends EmbeddingArgs {
  /** Factors in a term; an integer >= 1. */
  readonly order: number;
  /** Terms; an integer >= 1. */
  readonly rank: number;
  /**
   * How many ways each factor splits the columns: `order` integers >= 1 whose product
   * is at least `outputDim`. Default: `integerRoot(outputDim, order)` each, as in the
   * paper; {@linkcode balancedFactors} picks ones of which the cut wastes nothing.
   */
  readonly outputFactors?: readonly number[];
  /** Draws the same factors each time; default: others each time, or the initializer's seed. */
  readonly seed?: number;
}

/** What the layers read out of a config that TensorFlow.js knows how to read. */
export interface EmbeddingOptions {
  /** One a factor. */
  readonly initializers: readonly Initializer[];
  /** Of each factor. */
  readonly regularizer: Regularizer;
  /** Of each factor. */
  readonly constraint: Constraint;
  /** Of the output. */
  readonly activityRegularizer: Regularizer;
  /** The same in the form that a saved model holds. */
  readonly config: tf.serialization.ConfigDict;
}

/** Standard deviation of `tf.layers.embedding`'s table by default, uniform in ±0.05. */
const DEVIATION = 0.1 / Math.sqrt(12);

/**
 * Initializers, regularizers and constraints of a factored embedding.
 *
 * `tf.layers.embedding` itself reads them, as TensorFlow.js exports no other way from
 * a name or a saved config to the object.
 *
 * @param action What can't be done otherwise, such as `"make a Word2Ket layer"`.
 * @param args The layer's arguments, already checked.
 * @returns The objects, and the config to save.
 * @throws {RangeError} If there is none of a name, or the initializer makes the identity,
 *   which has no factors of any shape.
 */
export function readEmbeddingOptions(
  action: string,
  args: FactoredEmbeddingArgs,
): EmbeddingOptions {
  const { inputDim, outputDim, order, rank } = args;
  const reader = inOurWords(() =>
    tf.layers.embedding({ ...args, name: "reader" })
  );
  const read = reader as unknown as {
    embeddingsInitializer: Initializer;
    embeddingsRegularizer: Regularizer;
    embeddingsConstraint: Constraint;
    activityRegularizer: Regularizer;
  };
  const { embeddingsInitializer, ...rest } = reader.getConfig();
  const given = args.embeddingsInitializer !== undefined;
  const keys = [
    "inputDim",
    "outputDim",
    "embeddingsRegularizer",
    "embeddingsConstraint",
    "activityRegularizer",
    "maskZero",
    "inputLength",
  ];
  const initializer = read.embeddingsInitializer;
  const name = initializer.getClassName();
  if (name === "Identity") {
    throw new RangeError(
      `Cannot ${action} as embeddingsInitializer must fill factors of any shape: got ${name}`,
    );
  }
  const seed = seedOf(initializer, args.seed);
  const drawn = { rank, order, seed };
  const deviation = matrixDeviationOf(initializer, inputDim, outputDim);
  return {
    initializers: isZeros(initializer)
      ? zeroInitializers(initializer, { ...drawn, deviation: DEVIATION })
      : deviation === undefined
      ? reseeded(initializer, { seed, count: order })
      : factorInitializers({ ...drawn, deviation }),
    regularizer: read.embeddingsRegularizer,
    constraint: read.embeddingsConstraint,
    activityRegularizer: read.activityRegularizer,
    config: {
      ...Object.fromEntries(keys.map((key) => [key, rest[key] ?? null])),
      ...(given ? { embeddingsInitializer } : {}),
      ...(args.seed === undefined ? {} : { seed: args.seed }),
      order,
      rank,
    },
  };
}

/**
 * Arguments for the constructor of TensorFlow.js's `Layer`: like an embedding, a
 * factored one may come first in a model, and takes ids.
 */
export function layerArgs(args: FactoredEmbeddingArgs): EmbeddingArgs {
  if (args.batchInputShape !== undefined || args.inputShape !== undefined) {
    return { dtype: "int32", ...args };
  }
  const lengths = [args.inputLength ?? null].flat();
  return {
    dtype: "int32",
    ...args,
    batchInputShape: [args.batchSize ?? null, ...lengths],
  };
}
