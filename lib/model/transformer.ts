import { tf } from "../engine/tf.ts";
import type { LayerNormalization } from "../layer/layer_normalization.ts";
import type { AttentionCache } from "../layer/multi_head_attention.ts";
import { SeededDropout } from "../layer/seeded_dropout.ts";
import {
  DecoderStack,
  type EncodedSource,
  type LayerCache,
} from "./decoder_stack.ts";
import { EncoderStack } from "./encoder_stack.ts";
import { apply, NamedLayers } from "./named_layers.ts";
import { Positions } from "./positions.ts";
import { normalization } from "./residual_part.ts";
import { resolveFactored } from "./resolve_factored.ts";
import type { ResolvedConfig } from "./stack_config.ts";
import { StackParts } from "./stack_parts.ts";
import {
  ACTION,
  checkTransformerConfig,
  type TransformerConfig,
} from "./transformer_config.ts";
import { transformerSizes } from "./transformer_sizes.ts";
import { wordOutput, wordTable } from "./word_table.ts";

/**
 * The Transformer, encoder and decoder, its matrices whole or sums of Kronecker
 * products by configuration only.
 *
 * Padding (id 0) is never attended to. Where no factors are given, those of embeddings
 * are {@linkcode balancedFactors}. Dropout is behind the embeddings and behind every
 * part, before it is added; where it is configured, on attention weights and inside
 * feed-forward parts too. All of it is drawn from one sequence.
 *
 * @see Vaswani and others, "Attention Is All You Need", NeurIPS 2017.
 * @see Panahi, Saeedi and Arodz, "Shapeshifter", NeurIPS 2021.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = new Transformer({
 *   sourceSize: 90,
 *   targetSize: 70,
 *   width: 16,
 *   heads: 2,
 *   hidden: 32,
 *   encoderLayers: 1,
 *   decoderLayers: 1,
 *   maxPositions: 10,
 *   factored: { embedding: { rank: 4 }, attention: { rank: 2 } },
 * });
 * const logits = model.logits(
 *   tf.tensor2d([[4, 5, 3]], [1, 3], "int32"),
 *   tf.tensor2d([[2, 6]], [1, 2], "int32"),
 * );
 * assertEquals(logits.shape, [1, 2, 70]);
 * ```
 */
export class Transformer {
  /** What it was made of, with the ranks that a budget was resolved to. */
  readonly config: ResolvedConfig<TransformerConfig>;
  /** Trainable weights, by names that are the same in every model of this config. */
  readonly weights: Readonly<Record<string, tf.Variable>>;
  /** The sequence that dropout is drawn from. */
  readonly dropout: SeededDropout;

  readonly #layers: NamedLayers;
  readonly #source: tf.layers.Layer;
  readonly #target: tf.layers.Layer;
  readonly #output: tf.layers.Layer;
  readonly #positions: Positions;
  readonly #encoder: EncoderStack;
  readonly #decoder: DecoderStack;
  readonly #ends: readonly LayerNormalization[];

  /**
   * A model with new weights, the same from the same seed.
   *
   * @param config Sizes and kinds.
   * @throws {RangeError} If no model can be made of it.
   * @throws {TypeError} If it is no object, or there is no option of a name that was given.
   */
  constructor(config: TransformerConfig) {
    checkTransformerConfig(config);
    this.config = resolveFactored(config, transformerSizes(config), ACTION);
    const { width, sourceSize, targetSize, seed = 0 } = config;
    const { tiedOutput = true } = config;
    const { embedding, output } = this.config.factored ?? {};
    const layers = this.#layers = new NamedLayers(seed);
    this.dropout = new SeededDropout({ rate: config.dropout ?? 0, seed });
    try {
      const parts = new StackParts(layers, this.config, this.dropout);
      const table = (name: string, inputDim: number) =>
        layers.add(
          name,
          (seed) =>
            wordTable({ inputDim, outputDim: width }, {
              factored: embedding,
              seed,
            }),
        );

      this.#source = table("source", sourceSize);
      this.#target = config.sharedEmbedding
        ? this.#source
        : table("target", targetSize);
      this.#positions = new Positions(layers, config, this.dropout);
      this.#encoder = new EncoderStack(parts, config.encoderLayers);
      this.#decoder = new DecoderStack(parts, config.decoderLayers, true);
      // after the last layer; each layer of the "post" kind ends in one already
      this.#ends = config.norm === "post" ? [] : ["encoder", "decoder"]
        .map((name) => normalization(layers, `${name}/norm`));
      this.#output = layers.add("output", (seed) =>
        wordOutput(targetSize, {
          table: tiedOutput ? this.#target : undefined,
          factored: output,
          seed,
        }));
      tf.tidy(() => {
        const one = tf.zeros([1, 1], "int32") as tf.Tensor2D;
        this.logits(one, one); // draws the weights
      });
      this.weights = layers.weights();
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Number of trainable parameters. */
  countParams(): number {
    return Object.values(this.weights)
      .reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Logits of the next word behind each word of the target.
   *
   * @param source Ids `[batch, sources]`, padded with 0.
   * @param target Ids `[batch, targets]`, each starting with begin, padded with 0.
   * @param options `training`: whether to drop.
   * @returns `[batch, targets, targetSize]`
   * @throws {ShapeError} If a sentence is longer than the positions.
   * @throws {Error} If an id is outside the vocabulary.
   */
  logits(
    source: tf.Tensor2D,
    target: tf.Tensor2D,
    { training = false }: { readonly training?: boolean } = {},
  ): tf.Tensor3D {
    return tf.tidy(() => {
      const encoded = this.encode(source, { training });
      const x = this.#positions.embed(this.#target, target, { training });
      return this.#logitsOf(this.#decoder.apply(x, training, encoded));
    });
  }

  /**
   * What the decoder needs of sources.
   *
   * @param source Ids `[batch, sources]`, padded with 0.
   * @param options `training`: whether to drop.
   * @returns Vectors and what may be seen, for the caller to dispose.
   * @throws {ShapeError} If a sentence is longer than the positions.
   * @throws {Error} If an id is outside the vocabulary.
   */
  encode(
    source: tf.Tensor2D,
    { training = false }: { readonly training?: boolean } = {},
  ): EncodedSource {
    return tf.tidy(() => {
      const words = this.#positions.embed(this.#source, source, { training });
      const seen = tf.cast(tf.notEqual(source, 0), "float32");
      const x = this.#encoder.apply(words, { seen, training });
      const memory = this.#ends.length > 0 ? apply(this.#ends[0], x) : x;
      return { memory, seen };
    });
  }

  /**
   * Keys and values of sources, for each layer of the decoder.
   *
   * @param encoded What {@linkcode Transformer.encode} gave.
   * @returns A cache to start {@linkcode Transformer.step} with, for the caller to dispose.
   */
  cache({ memory }: EncodedSource): LayerCache[] {
    return this.#decoder.cache(memory);
  }

  /**
   * Logits of the word behind one or more further words of each target, from what was
   * kept of those before.
   *
   * @param ids The last words of each target, `[batch, words]`.
   * @param position Words before them.
   * @param encoded What {@linkcode Transformer.encode} gave.
   * @param caches Of each layer; not disposed.
   * @returns Logits `[batch, targetSize]` and the next keys and values, for the caller
   * to dispose.
   * @throws {ShapeError} If all positions are taken, or there is no further word.
   */
  step(
    ids: tf.Tensor2D,
    { position, encoded, caches }: {
      readonly position: number;
      readonly encoded: EncodedSource;
      readonly caches: readonly LayerCache[];
    },
  ): { logits: tf.Tensor2D; self: AttentionCache[] } {
    return tf.tidy(() => {
      const words = this.#positions.embed(this.#target, ids, {
        first: position,
      });
      const { x, self } = this.#decoder.step(words, caches, encoded.seen);
      const logits: tf.Tensor2D = tf.squeeze(this.#logitsOf(x), [1]);
      return { logits, self };
    });
  }

  /** Lets go of the weights. */
  dispose(): void {
    this.#layers.dispose();
    this.#positions?.dispose(); // not there yet if the constructor failed
  }

  #logitsOf(x: tf.Tensor): tf.Tensor3D {
    const h = this.#ends.length > 0 ? apply(this.#ends[1], x) : x;
    return apply(this.#output, h) as tf.Tensor3D;
  }
}
