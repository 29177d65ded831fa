import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { attention } from "../op/attention.ts";
import { checkTensor } from "../op/check_tensor.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import {
  type AttentionMatrix,
  checkAttentionArgs,
  denseArgs,
  factoredOf,
  type MultiHeadAttentionArgs,
} from "./attention_args.ts";
import { attentionMask, maskOfLast } from "./attention_mask.ts";
import { readDenseOptions } from "./dense_config.ts";
import { checkBuilt, noWeights } from "./only_tensor.ts";
import { type AddWeight, kroneckersAmong, Projection } from "./projection.ts";
import { dropSequence, type SeededDropout } from "./seeded_dropout.ts";

/** What was computed for positions already seen; a type, as `tf.tidy()` takes no interfaces. */
export type AttentionCache = {
  /** Keys, `[batch, positions, heads, size]`. */
  readonly key: tf.Tensor;
  /** Values, `[batch, positions, heads, size]`. */
  readonly value: tf.Tensor;
};

const ACTION = "make a MultiHeadAttention layer";

/**
 * Attention with several heads, its four matrices whole or sums of Kronecker products.
 *
 * Applied to one tensor, `[batch, positions, width]`, it attends to itself; to two, the
 * first attends to the second; a third input is what may be seen (1 or true),
 * `[batch, sources]` or `[batch, targets, sources]`. With one input the mask of an
 * embedding with `maskZero` is used; with two TensorFlow.js passes on none of the second,
 * so that its padding is hidden by a third only, for which
 * `tf.layers.reLU({ maxValue: 1 }).apply(ids)` does. The output is as wide as the first
 * input.
 *
 * @see Vaswani et al., "Attention is all you need", NeurIPS 2017, arXiv:1706.03762.
 * @see Panahi, Saeedi and Arodz, "Shapeshifter", NeurIPS 2021.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new MultiHeadAttention({
 *   numHeads: 4,
 *   keyDim: 16,
 *   factored: { rank: 2 },
 *   causal: true,
 * });
 * const y = layer.apply(tf.ones([2, 5, 64])) as tf.Tensor;
 * assertEquals(y.shape, [2, 5, 64]);
 * assertEquals(layer.countParams(), 4 * (2 * (8 * 8 + 8 * 8) + 64));
 * ```
 */
export class MultiHeadAttention extends tf.layers.Layer {
  /** The name that saved models know the layer by; TensorFlow.js has an own `MultiHeadAttention`. */
  static readonly className: string = "KronlabMultiHeadAttention";

  readonly #args: MultiHeadAttentionArgs;
  readonly #dropout: SeededDropout;
  #projections?: Readonly<Record<AttentionMatrix, Projection>>;
  #widths: readonly [number, number] = [0, 0];

  /**
   * A layer without weights; they are drawn when it is first applied.
   *
   * @param args Sizes, factors, masks and dropout.
   * @throws {RangeError} If a size is not an integer >= 1 or `dropout` is not in `[0, 1)`.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: MultiHeadAttentionArgs) {
    checkAttentionArgs(ACTION, args);
    super(args);
    this.#args = args;
    this.#dropout = args.sequence ?? dropSequence(args.seed);
    this.supportsMasking = true;
  }

  /** Draws the matrices and biases. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    checkBuilt(inputShape, this.name);
    const shapes = listOfShapes(inputShape);
    const [width, sourceWidth = width] = shapes.slice(0, 2).map((shape) => {
      const width = shape.at(-1);
      if (shape.length !== 3 || typeof width !== "number") {
        throw new ShapeError(ACTION, "[batch, positions, width]", [...shape]);
      }
      return width;
    });
    const { numHeads, keyDim, valueDim = keyDim, seed } = this.#args;
    const options = readDenseOptions({ ...denseArgs(this.#args), units: 1 });
    const add: AddWeight = (...weight) => this.addWeight(...weight);
    const make = (
      name: AttentionMatrix,
      place: number,
      [inputs, units]: readonly [number, number],
    ) => {
      const projection = new Projection({
        action: ACTION,
        units,
        factored: factoredOf(this.#args, name),
        options,
        seed,
        place,
      });
      projection.build(add, inputs, `${name}_`);
      return projection;
    };
    this.#projections = {
      query: make("query", 0, [width, numHeads * keyDim]),
      key: make("key", 1, [sourceWidth, numHeads * keyDim]),
      value: make("value", 2, [sourceWidth, numHeads * valueDim]),
      output: make("output", 3, [numHeads * valueDim, width]),
    };
    this.#widths = [width, sourceWidth];
    this.built = true;
  }

  /**
   * The factored matrices as they are now.
   *
   * @returns By name, `query`, `key`, `value` and `output`; without those that are whole.
   */
  kroneckers(): Record<string, KroneckerProducts> {
    return kroneckersAmong(this.#projections ?? {});
  }

  /**
   * What each position attends to.
   *
   * @param inputs Targets, then sources if they are others, then what may be seen.
   * @param kwargs `training`: whether to drop; `mask`: of the embedding, for one input.
   * @returns `[batch, targets, width]`
   * @throws {ShapeError} If an input or a mask has another shape.
   */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs?: { training?: boolean; mask?: tf.Tensor | tf.Tensor[] | null },
  ): tf.Tensor {
    return tf.tidy(() => {
      const [targets, sources = targets, seen] = [inputs].flat();
      this.#check(targets, this.#widths[0]);
      const [own] = [kwargs?.mask].flat();
      const given = seen ?? (sources === targets ? own : undefined);
      return this.#attend(targets, this.cache(sources), {
        mask: attentionMask(targets, sources.shape[1]!, {
          layer: this.name,
          mask: given ?? undefined,
        }),
        causal: this.#args.causal ?? false,
        training: kwargs?.training ?? false,
      });
    });
  }

  /**
   * Keys and values of positions, to attend to them again without computing them again.
   *
   * @param sources `[batch, positions, width]`
   * @param before Keys and values of the positions before; not disposed.
   * @returns Keys and values of all, for the caller to dispose.
   * @throws {ShapeError} If the sources have another shape.
   */
  cache(sources: tf.Tensor, before?: AttentionCache): AttentionCache {
    this.#check(sources, this.#widths[1]);
    return tf.tidy(() => {
      const { numHeads, keyDim, valueDim = keyDim } = this.#args;
      const { key, value } = this.#projections!;
      const [batch, positions] = sources.shape;
      const [keys, values] = ([[key, keyDim], [value, valueDim]] as const).map(
        ([projection, size]) =>
          tf.reshape(
            projection.apply(sources),
            [batch, positions, numHeads, size],
          ),
      );
      if (!before) return { key: keys, value: values };
      return {
        key: tf.concat([before.key, keys], 1),
        value: tf.concat([before.value, values], 1),
      };
    });
  }

  /**
   * Attention of the last positions to all in a cache: one step of decoding.
   *
   * The same as {@linkcode MultiHeadAttention.call} gives for these positions, in time
   * that grows with the length and not with its square.
   *
   * @param targets `[batch, positions, width]`
   * @param cache Keys and values, those of the targets themselves among them if they
   *   attend to themselves.
   * @param mask What may be seen, as in `call`.
   * @returns `[batch, positions, width]`
   * @throws {ShapeError} If the layer is causal, and the cache has fewer positions.
   */
  attend(
    targets: tf.Tensor,
    cache: AttentionCache,
    mask?: tf.Tensor,
  ): tf.Tensor {
    this.#check(targets, this.#widths[0]);
    return tf.tidy(() =>
      this.#attend(targets, cache, {
        mask: maskOfLast(targets, cache.key.shape[1]!, {
          layer: this.name,
          mask,
          causal: this.#args.causal ?? false,
        }),
        causal: false,
        training: false,
      })
    );
  }

  /** The first input's. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return listOfShapes(inputShape)[0];
  }

  /** The mask of the first input. */
  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor {
    return (Array.isArray(mask) ? mask[0] : mask) ?? null as never;
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    const { numHeads, keyDim, valueDim, factored, seed } = this.#args;
    const { causal = false, dropout = 0 } = this.#args;
    const { units: _, activation: __, ...dense } =
      readDenseOptions({ ...denseArgs(this.#args), units: 1 }).config;
    return {
      ...super.getConfig(),
      ...dense,
      numHeads,
      keyDim,
      ...(valueDim !== undefined && { valueDim }),
      ...(factored && { factored: JSON.parse(JSON.stringify(factored)) }),
      causal,
      dropout,
      ...(seed !== undefined && { seed }),
    };
  }

  #attend(
    targets: tf.Tensor,
    { key, value }: AttentionCache,
    { mask, causal, training }: {
      mask: tf.Tensor | undefined;
      causal: boolean;
      training: boolean;
    },
  ): tf.Tensor {
    const { numHeads, keyDim, valueDim = keyDim, dropout = 0 } = this.#args;
    const { query, output } = this.#projections!;
    const [batch, positions] = targets.shape;
    const queries = tf.reshape(
      query.apply(targets),
      [batch, positions, numHeads, keyDim],
    );
    const drop = training && dropout > 0
      ? (weights: tf.Tensor) => this.#dropout.drop(weights, dropout)
      : undefined;
    const heads = attention({ query: queries, key, value }, {
      mask,
      causal,
      drop,
    });
    return output.apply(
      tf.reshape(heads, [batch, positions, numHeads * valueDim]),
    );
  }

  #check(x: tf.Tensor, width: number): void {
    checkTensor(`call ${this.name}`, "each input", x);
    if (!this.built) throw noWeights(this.name);
    if (x.rank !== 3 || x.shape[2] !== width) {
      throw new ShapeError(
        `call ${this.name}`,
        `[batch, positions, ${width}]`,
        x.shape,
      );
    }
  }
}

function listOfShapes(shape: tf.Shape | tf.Shape[]): tf.Shape[] {
  return Array.isArray(shape[0]) ? shape as tf.Shape[] : [shape as tf.Shape];
}

tf.serialization.registerClass(MultiHeadAttention);
