import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { FeedForward } from "../layer/feed_forward.ts";
import { KroneckerDense } from "../layer/kronecker_dense.ts";
import { LayerNormalization } from "../layer/layer_normalization.ts";
import {
  type AttentionCache,
  MultiHeadAttention,
} from "../layer/multi_head_attention.ts";
import { SeededDropout } from "../layer/seeded_dropout.ts";
import { TiedOutput } from "../layer/tied_output.ts";
import { Word2KetXS } from "../layer/word2ket_xs.ts";
import { sinusoidalPositions } from "./sinusoidal_positions.ts";
import { tableFactors } from "./table_factors.ts";
import {
  checkTransformerConfig,
  type TransformerConfig,
} from "./transformer_config.ts";

/** A part of a layer with the normalization that belongs to it. */
interface Part<Layer> {
  readonly layer: Layer;
  readonly norm: LayerNormalization;
}

/** What the decoder needs of a source. */
export interface Encoded {
  /** `[batch, sources, width]` */
  readonly memory: tf.Tensor;
  /** Which sources are no padding, `[batch, sources]`. */
  readonly seen: tf.Tensor;
}

/** What the decoder remembers of one layer: its own positions, and the source. */
export interface LayerCache {
  /** Keys and values of the positions so far; none before the first. */
  readonly self?: AttentionCache;
  /** Keys and values of the source. */
  readonly cross: AttentionCache;
}

/**
 * The Transformer, encoder and decoder, its matrices whole or sums of Kronecker
 * products by configuration only.
 *
 * Padding (id 0) is never attended to. Where no factors are given, those of embeddings
 * are {@linkcode balancedFactors}. Dropout is behind the embeddings and behind every
 * part, before it is added.
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
  /** What it was made of. */
  readonly config: TransformerConfig;
  /** Trainable weights, by names that are the same in every model of this config. */
  readonly weights: Readonly<Record<string, tf.Variable>>;
  /** The sequence that dropout is drawn from. */
  readonly dropout: SeededDropout;

  readonly #layers = new Map<string, tf.layers.Layer>();
  readonly #source: tf.layers.Layer;
  readonly #target: tf.layers.Layer;
  readonly #output: tf.layers.Layer;
  readonly #positions: tf.layers.Layer | tf.Tensor2D;
  readonly #encoder: readonly {
    readonly attention: Part<MultiHeadAttention>;
    readonly feedForward: Part<FeedForward>;
  }[];
  readonly #decoder: readonly {
    readonly self: Part<MultiHeadAttention>;
    readonly cross: Part<MultiHeadAttention>;
    readonly feedForward: Part<FeedForward>;
  }[];
  readonly #ends: readonly LayerNormalization[];

  /**
   * A model with new weights, the same from the same seed.
   *
   * @param config Sizes and kinds.
   * @throws {RangeError} If no model can be made of it.
   */
  constructor(config: TransformerConfig) {
    checkTransformerConfig(config);
    this.config = config;
    const { width, heads, hidden, norm, factored = {}, seed = 0 } = config;
    this.dropout = new SeededDropout({ rate: config.dropout ?? 0, seed });
    const add = <Layer extends tf.layers.Layer>(
      name: string,
      make: (seed: number) => Layer,
    ): Layer => {
      const layer = make(1_000 * seed + this.#layers.size + 1);
      this.#layers.set(name, layer);
      return layer;
    };
    const part = <Layer extends tf.layers.Layer>(
      name: string,
      make: (seed: number) => Layer,
    ): Part<Layer> => ({
      layer: add(name, make),
      norm: add(
        `${name}/norm`,
        () => new LayerNormalization({ epsilon: 1e-5 }),
      ),
    });
    const attention = (name: string, causal = false) =>
      part(name, (seed) =>
        new MultiHeadAttention({
          numHeads: heads,
          keyDim: width / heads,
          causal,
          seed,
          ...factored.attention && { factored: factored.attention },
        }));
    const feedForward = (name: string) =>
      part(name, (seed) =>
        new FeedForward({
          units: hidden,
          seed,
          ...factored.feedForward && { factored: factored.feedForward },
        }));

    this.#source = add("source", (seed) => table(config, "sourceSize", seed));
    this.#target = config.sharedEmbedding
      ? this.#source
      : add("target", (seed) => table(config, "targetSize", seed));
    this.#positions = config.positions === "learned"
      ? add("positions", (seed) => {
        const embeddingsInitializer = tf.initializers.randomUniform({
          minval: -0.05,
          maxval: 0.05,
          seed,
        });
        const inputDim = config.maxPositions;
        const sizes = { inputDim, outputDim: width };
        return tf.layers.embedding({ ...sizes, embeddingsInitializer });
      })
      : tf.keep(sinusoidalPositions(config.maxPositions, width));
    this.#encoder = Array.from({ length: config.encoderLayers }, (_, i) => ({
      attention: attention(`encoder/${i}/attention`),
      feedForward: feedForward(`encoder/${i}/feedForward`),
    }));
    this.#decoder = Array.from({ length: config.decoderLayers }, (_, i) => ({
      self: attention(`decoder/${i}/self`, true),
      cross: attention(`decoder/${i}/cross`),
      feedForward: feedForward(`decoder/${i}/feedForward`),
    }));
    // after the last layer; each layer of the "post" kind ends in one already
    this.#ends = norm === "post"
      ? []
      : ["encoder", "decoder"].map((name) =>
        add(`${name}/norm`, () => new LayerNormalization({ epsilon: 1e-5 }))
      );
    this.#output = add(
      "output",
      (seed) => outputOf(config, this.#target, seed),
    );
    tf.tidy(() => {
      const one = tf.ones([1, 1], "int32") as tf.Tensor2D;
      this.logits(one, one); // draws the weights
    });
    this.weights = Object.fromEntries(
      [...this.#layers].flatMap(([name, layer]) =>
        layer.trainableWeights.map((weight) => {
          const last = weight.originalName.split("/").at(-1);
          return [`${name}/${last}`, weight.read() as tf.Variable] as const;
        })
      ),
    );
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
   */
  logits(
    source: tf.Tensor2D,
    target: tf.Tensor2D,
    { training = false }: { readonly training?: boolean } = {},
  ): tf.Tensor3D {
    return tf.tidy(() => {
      const { memory, seen } = this.encode(source, { training });
      let x = this.#embed(this.#target, target, 0, training);
      for (const { self, cross, feedForward } of this.#decoder) {
        x = this.#add(x, self, training, (h) => apply(self.layer, h));
        x = this.#add(
          x,
          cross,
          training,
          (h) => apply(cross.layer, [h, memory, seen]),
        );
        x = this.#add(
          x,
          feedForward,
          training,
          (h) => apply(feedForward.layer, h),
        );
      }
      return this.#logitsOf(x);
    });
  }

  /**
   * What the decoder needs of sources.
   *
   * @param source Ids `[batch, sources]`, padded with 0.
   * @param options `training`: whether to drop.
   * @returns Vectors and what may be seen, for the caller to dispose.
   * @throws {ShapeError} If a sentence is longer than the positions.
   */
  encode(
    source: tf.Tensor2D,
    { training = false }: { readonly training?: boolean } = {},
  ): Encoded {
    return tf.tidy(() => {
      const seen = tf.cast(tf.notEqual(source, 0), "float32");
      let x = this.#embed(this.#source, source, 0, training);
      for (const { attention, feedForward } of this.#encoder) {
        x = this.#add(
          x,
          attention,
          training,
          (h) => apply(attention.layer, [h, h, seen]),
        );
        x = this.#add(
          x,
          feedForward,
          training,
          (h) => apply(feedForward.layer, h),
        );
      }
      const memory = this.#ends.length > 0 ? apply(this.#ends[0], x) : x;
      return { memory, seen } as unknown as tf.NamedTensorMap;
    }) as unknown as Encoded;
  }

  /**
   * Keys and values of sources, for each layer of the decoder.
   *
   * @param encoded What {@linkcode Transformer.encode} gave.
   * @returns A cache to start {@linkcode Transformer.step} with, for the caller to dispose.
   */
  cache({ memory }: Encoded): LayerCache[] {
    return this.#decoder.map(({ cross }) => ({
      cross: cross.layer.cache(memory),
    }));
  }

  /**
   * Logits of the word behind one more word of each target, from what was kept of those
   * before.
   *
   * @param ids The last word of each target, `[batch, 1]`.
   * @param position Words before it.
   * @param encoded What {@linkcode Transformer.encode} gave.
   * @param caches Of each layer; not disposed.
   * @returns Logits `[batch, targetSize]` and the next keys and values, for the caller
   * to dispose.
   */
  step(
    ids: tf.Tensor2D,
    { position, encoded, caches }: {
      readonly position: number;
      readonly encoded: Encoded;
      readonly caches: readonly LayerCache[];
    },
  ): { logits: tf.Tensor2D; self: AttentionCache[] } {
    return tf.tidy(() => {
      let x = this.#embed(this.#target, ids, position, false);
      const self: AttentionCache[] = [];
      for (const [i, layer] of this.#decoder.entries()) {
        x = this.#add(x, layer.self, false, (h) => {
          self.push(layer.self.layer.cache(h, caches[i].self));
          return layer.self.layer.attend(h, self[i]);
        });
        x = this.#add(
          x,
          layer.cross,
          false,
          (h) => layer.cross.layer.attend(h, caches[i].cross, encoded.seen),
        );
        x = this.#add(
          x,
          layer.feedForward,
          false,
          (h) => apply(layer.feedForward.layer, h),
        );
      }
      const logits = tf.squeeze(this.#logitsOf(x), [1]);
      return { logits, self } as unknown as tf.NamedTensorMap;
    }) as unknown as { logits: tf.Tensor2D; self: AttentionCache[] };
  }

  /** Lets go of the weights. */
  dispose(): void {
    for (const layer of this.#layers.values()) layer.dispose();
    if (this.#positions instanceof tf.Tensor) this.#positions.dispose();
  }

  /** `x` and what a part makes of it, normalized before or after. */
  #add<Layer>(
    x: tf.Tensor,
    { norm }: Part<Layer>,
    training: boolean,
    part: (h: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const drop = (h: tf.Tensor) => this.dropout.call(h, { training });
    return this.config.norm === "post"
      ? apply(norm, tf.add(x, drop(part(x))))
      : tf.add(x, drop(part(apply(norm, x))));
  }

  /** Vectors of words at positions, `[batch, words, width]`. */
  #embed(
    table: tf.layers.Layer,
    ids: tf.Tensor2D,
    first: number,
    training: boolean,
  ): tf.Tensor {
    const { width, maxPositions } = this.config;
    const [batch, length] = ids.shape;
    if (first + length > maxPositions) {
      throw new ShapeError(
        "read a sentence",
        `[batch, at most ${maxPositions}]`,
        [batch, first + length],
      );
    }
    const places = this.#positions instanceof tf.Tensor
      ? tf.slice(this.#positions, [first, 0], [length, width])
      : apply(
        this.#positions,
        tf.range(first, first + length, 1, "int32"),
      );
    const vectors = tf.mul(apply(table, ids), Math.sqrt(width));
    return this.dropout.call(
      tf.add(vectors, tf.expandDims(places, 0)),
      { training },
    );
  }

  #logitsOf(x: tf.Tensor): tf.Tensor3D {
    const h = this.#ends.length > 0 ? apply(this.#ends[1], x) : x;
    return apply(this.#output, h) as tf.Tensor3D;
  }
}

/** A layer's only output. */
function apply(
  layer: tf.layers.Layer,
  inputs: tf.Tensor | tf.Tensor[],
): tf.Tensor {
  return layer.apply(inputs) as tf.Tensor;
}

/** The table of words, whole or factored. */
function table(
  { width, factored, ...sizes }: TransformerConfig,
  size: "sourceSize" | "targetSize",
  seed: number,
): tf.layers.Layer {
  const inputDim = sizes[size];
  if (!factored?.embedding) {
    const embeddingsInitializer = tf.initializers.randomUniform({
      minval: -0.05,
      maxval: 0.05,
      seed,
    });
    return tf.layers.embedding({
      inputDim,
      outputDim: width,
      embeddingsInitializer,
    });
  }
  const { rank, order = 2 } = factored.embedding;
  return new Word2KetXS({
    inputDim,
    outputDim: width,
    order,
    rank,
    seed,
    ...tableFactors({ inputDim, outputDim: width }, factored.embedding),
  });
}

/** From vectors to logits. */
function outputOf(
  { tiedOutput = true, targetSize, factored }: TransformerConfig,
  embedding: tf.layers.Layer,
  seed: number,
): tf.layers.Layer {
  if (tiedOutput) return new TiedOutput({ embedding });
  if (factored?.embedding) {
    const { rank, order = 2 } = factored.embedding;
    return new KroneckerDense({ units: targetSize, rank, order, seed });
  }
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  return tf.layers.dense({ units: targetSize, kernelInitializer });
}
