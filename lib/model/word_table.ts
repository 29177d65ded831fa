import { tf } from "../engine/tf.ts";
import type { EmbeddingArgs } from "../layer/embedding_config.ts";
import { KroneckerDense } from "../layer/kronecker_dense.ts";
import type { FactoredMatrix } from "../layer/projection.ts";
import { TiedOutput } from "../layer/tied_output.ts";
import { Word2KetXS } from "../layer/word2ket_xs.ts";
import { tableFactors } from "./table_factors.ts";

/** Sizes of a table. */
interface TableSizes {
  readonly inputDim: number;
  readonly outputDim: number;
}

/**
 * A table of words, whole or factored.
 *
 * @param sizes Number of words and width.
 * @param options How it is factored, if it is, and its seed.
 * @returns The layer.
 */
export function wordTable(
  sizes: TableSizes,
  { factored, seed }: {
    readonly factored: FactoredMatrix | undefined;
    readonly seed: number;
  },
): tf.layers.Layer {
  if (!factored) return wholeTable(sizes, seed);
  const { rank, order = 2 } = factored;
  const factors = tableFactors(sizes, factored);
  return new Word2KetXS({ ...sizes, order, rank, seed, ...factors });
}

/**
 * A table as `tf.layers.embedding` has it, drawn from a seed.
 *
 * @param args Number of rows, width, and what else such a layer takes.
 * @param seed The seed.
 * @returns The layer.
 */
export function wholeTable(args: EmbeddingArgs, seed: number): tf.layers.Layer {
  const embeddingsInitializer = tf.initializers.randomUniform({
    minval: -0.05,
    maxval: 0.05,
    seed,
  });
  return tf.layers.embedding({ ...args, embeddingsInitializer });
}

/**
 * From vectors to logits: by a table of words, or by a matrix of its own.
 *
 * @param units Number of words.
 * @param options The table if it is tied; how the matrix is factored, if it is, and
 * its seed.
 * @returns The layer.
 */
export function wordOutput(
  units: number,
  { table, factored, seed }: {
    readonly table: tf.layers.Layer | undefined;
    readonly factored: FactoredMatrix | undefined;
    readonly seed: number;
  },
): tf.layers.Layer {
  if (table) return new TiedOutput({ embedding: table });
  if (factored) {
    const { rank, order = 2, objective } = factored;
    return new KroneckerDense({
      units,
      rank,
      order,
      seed,
      ...objective && { objective },
    });
  }
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  return tf.layers.dense({ units, kernelInitializer });
}
