import { tf } from "../engine/tf.ts";
import type { LayerNormalization } from "../layer/layer_normalization.ts";
import type { AttentionCache } from "../layer/multi_head_attention.ts";
import { SeededDropout } from "../layer/seeded_dropout.ts";
import { DecoderStack } from "./decoder_stack.ts";
import {
  ACTION,
  checkLanguageModelConfig,
  type LanguageModelConfig,
  languageModelSizes,
} from "./language_model_config.ts";
import { apply, NamedLayers } from "./named_layers.ts";
import { Positions } from "./positions.ts";
import { normalization } from "./residual_part.ts";
import { resolveFactored } from "./resolve_factored.ts";
import type { ResolvedConfig } from "./stack_config.ts";
import { StackParts } from "./stack_parts.ts";
import { wordOutput, wordTable } from "./word_table.ts";

/** Keys and values of the positions so far, for each layer of a language model. */
export type LanguageModelCache = readonly AttentionCache[];

/**
 * The Transformer's decoder alone, which tells the next word of a text from those before
 * it; its matrices are whole or sums of Kronecker products by configuration only.
 *
 * Padding behind a text is seen by no word of it. Dropout is as in
 * {@linkcode Transformer}. For the same in another framework: vectors of words are
 * multiplied by √width before positions are added, normalizations have an ε of 1e-5, and
 * one more follows the last layer unless `norm` is `"post"`; feed-forward parts are of a
 * ReLU; kernels are `[inputs, outputs]`, `nn.Linear`'s transposed; sines of positions lie
 * before all cosines. {@linkcode assignWeights} shows how to save and to load one.
 *
 * @see Radford and others, "Improving Language Understanding by Generative
 * Pre-Training", 2018.
 * @see Panahi, Saeedi and Arodz, "Shapeshifter", NeurIPS 2021.
 *
 * @example At most 1 000 parameters, where whole matrices would have 3 974
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const model = new LanguageModel({
 *   vocabularySize: 70,
 *   width: 16,
 *   heads: 2,
 *   hidden: 48,
 *   layers: 1,
 *   maxPositions: 10,
 *   factored: { parameters: 1_000 },
 * });
 * assert(model.countParams() <= 1_000);
 * const logits = model.logits(tf.tensor2d([[4, 5, 3]], [1, 3], "int32"));
 * assertEquals(logits.shape, [1, 3, 70]);
 * ```
 */
export class LanguageModel {
  /** What it was made of, with the ranks that a budget was resolved to. */
  readonly config: ResolvedConfig<LanguageModelConfig>;
  /** Trainable weights, by names that are the same in every model of this config. */
  readonly weights: Readonly<Record<string, tf.Variable>>;
  /** The sequence that dropout is drawn from. */
  readonly dropout: SeededDropout;

  readonly #layers: NamedLayers;
  readonly #words: tf.layers.Layer;
  readonly #positions: Positions;
  readonly #decoder: DecoderStack;
  readonly #end: LayerNormalization | undefined;
  readonly #output: tf.layers.Layer;

  /**
   * A model with new weights, the same from the same seed.
   *
   * @param config Sizes and kinds.
   * @throws {RangeError} If no model can be made of it.
   * @throws {TypeError} If it is no object, or there is no option of a name that was given.
   */
  constructor(config: LanguageModelConfig) {
    checkLanguageModelConfig(config);
    this.config = resolveFactored(config, languageModelSizes(config), ACTION);
    const { vocabularySize, width, tiedOutput = true, seed = 0 } = config;
    const { embedding, output } = this.config.factored ?? {};
    const layers = this.#layers = new NamedLayers(seed);
    this.dropout = new SeededDropout({ rate: config.dropout ?? 0, seed });
    try {
      const parts = new StackParts(layers, this.config, this.dropout);
      const sizes = { inputDim: vocabularySize, outputDim: width };
      this.#words = layers.add(
        "words",
        (seed) => wordTable(sizes, { factored: embedding, seed }),
      );
      this.#positions = new Positions(layers, config, this.dropout);
      this.#decoder = new DecoderStack(parts, config.layers, false);
      // after the last layer; each layer of the "post" kind ends in one already
      this.#end = config.norm === "post"
        ? undefined
        : normalization(layers, "decoder/norm");
      const table = tiedOutput ? this.#words : undefined;
      this.#output = layers.add(
        "output",
        (seed) => wordOutput(vocabularySize, { table, factored: output, seed }),
      );
      tf.tidy(() => {
        this.logits(tf.zeros([1, 1], "int32") as tf.Tensor2D); // draws the weights
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
   * Logits of the next word behind each word.
   *
   * @param ids Ids `[batch, words]`, padded at their ends with any id.
   * @param options `training`: whether to drop.
   * @returns `[batch, words, vocabularySize]`
   * @throws {ShapeError} If a text is longer than the positions.
   * @throws {Error} If an id is outside the vocabulary.
   */
  logits(
    ids: tf.Tensor2D,
    { training = false }: { readonly training?: boolean } = {},
  ): tf.Tensor3D {
    return tf.tidy(() => {
      const x = this.#positions.embed(this.#words, ids, { training });
      return this.#logitsOf(this.#decoder.apply(x, training));
    });
  }

  /**
   * Logits of the word behind one or more further words of each text, from what was kept
   * of those before.
   *
   * @param ids The last words of each text, `[batch, words]`.
   * @param cache What the step before gave, none at a text's first word; not disposed.
   * @returns Logits `[batch, vocabularySize]` and the next cache, for the caller to
   * dispose.
   * @throws {ShapeError} If all positions are taken, or there is no further word.
   * @throws {Error} If an id is outside the vocabulary.
   */
  step(
    ids: tf.Tensor2D,
    cache: LanguageModelCache = [],
  ): { logits: tf.Tensor2D; cache: AttentionCache[] } {
    return tf.tidy(() => {
      const first = cache[0]?.key.shape[1] ?? 0;
      const words = this.#positions.embed(this.#words, ids, { first });
      const { x, self } = this.#decoder.step(
        words,
        cache.map((self) => ({ self })),
      );
      const logits: tf.Tensor2D = tf.squeeze(this.#logitsOf(x), [1]);
      return { logits, cache: self };
    });
  }

  /** Lets go of the weights. */
  dispose(): void {
    this.#layers.dispose();
    this.#positions?.dispose(); // not there yet if the constructor failed
  }

  #logitsOf(x: tf.Tensor): tf.Tensor3D {
    const h = this.#end ? apply(this.#end, x) : x;
    return apply(this.#output, h) as tf.Tensor3D;
  }
}
