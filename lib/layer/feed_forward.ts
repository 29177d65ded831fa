import { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { checkShares } from "../error/check_shares.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import {
  checkLayerOptions,
  DENSE_OPTIONS,
  FACTORED_OPTIONS,
} from "./check_layer_options.ts";
import { denseLayerArgs, readDenseOptions } from "./dense_config.ts";
import type { DenseArgs } from "./dense_config.ts";
import { onlyVectors } from "./only_tensor.ts";
import { kroneckersAmong, Projection, widthOf } from "./projection.ts";
import type { AddWeight, FactoredMatrix } from "./projection.ts";
import { dropSequence } from "./seeded_dropout.ts";
import type { SeededDropout } from "./seeded_dropout.ts";

/** Arguments of {@linkcode FeedForward}; regularizers and so on as in `tf.layers.dense`. */
export interface FeedForwardArgs extends DenseArgs {
  /** Width between the two matrices; an integer >= 1. */
  readonly units: number;
  /** Makes both matrices sums of Kronecker products; default: whole. */
  readonly factored?: FactoredMatrix;
  /** Fraction of the inner activations that training drops; in `[0, 1)`, default 0. */
  readonly dropout?: number;
  /** Where it is drawn from what to drop, as for a whole model; default: from `seed`. */
  readonly sequence?: SeededDropout;
  /** Draws the same weights and drops the same activations; default: others each time. */
  readonly seed?: number;
}

const ACTION = "make a FeedForward layer";

const OPTIONS = ["factored", "dropout", "sequence", "seed", ...DENSE_OPTIONS];

/**
 * The feed-forward part of a Transformer, `activation(x·W_1 + b_1)·W_2 + b_2`, with both
 * matrices whole or sums of Kronecker products.
 *
 * The output is as wide as the input. The activation is `"relu"` unless another is
 * given. Explicit factors in `factored` are those of W_1; W_2 has them the other way
 * round.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new FeedForward({ units: 256, factored: { rank: 2 } });
 * const y = layer.apply(tf.ones([3, 5, 64])) as tf.Tensor;
 * assertEquals(y.shape, [3, 5, 64]);
 * assertEquals(layer.countParams(), 2 * 2 * (8 * 16 + 8 * 16) + 256 + 64);
 * ```
 */
export class FeedForward extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "FeedForward";

  readonly #args: FeedForwardArgs;
  readonly #dropout: SeededDropout;
  #width = 0;
  #projections?: { readonly inner: Projection; readonly outer: Projection };

  /**
   * A layer without weights; they are drawn when it is first applied.
   *
   * @param args Sizes, dropout, and what `tf.layers.dense` takes.
   * @throws {RangeError} If a size is not an integer >= 1 or `dropout` is not in `[0, 1)`.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: FeedForwardArgs) {
    checkLayerOptions(ACTION, args, OPTIONS);
    const { units, dropout = 0, factored } = args;
    checkPositiveIntegers(ACTION, { units });
    if (factored) {
      checkOptionNames(ACTION, factored, FACTORED_OPTIONS);
      checkPositiveIntegers(ACTION, { rank: factored.rank });
    }
    checkShares(ACTION, { dropout });
    super(denseLayerArgs(args));
    this.#args = args;
    this.activityRegularizer = readDenseOptions(args).activityRegularizer;
    this.#dropout = args.sequence ?? dropSequence(args.seed);
    this.supportsMasking = true;
  }

  /** Draws both matrices and biases. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const width = widthOf(inputShape, this.name);
    this.#width = width;
    const { factored, seed, units, activation = "relu" } = this.#args;
    const inner = new Projection({
      action: ACTION,
      units,
      factored,
      options: readDenseOptions({ ...this.#args, activation }),
      seed,
    });
    const outer = new Projection({
      action: ACTION,
      units: width,
      factored: factored && turned(factored),
      options: readDenseOptions({ ...this.#args, activation: "linear" }),
      seed,
      place: 1,
    });
    const add: AddWeight = (...weight) => this.addWeight(...weight);
    inner.build(add, width, "inner_");
    outer.build(add, units, "outer_");
    this.#projections = { inner, outer };
    this.built = true;
  }

  /**
   * Both matrices as they are now, if they are factored.
   *
   * @returns By name, `inner` and `outer`; empty if they are whole.
   */
  kroneckers(): Record<string, KroneckerProducts> {
    return kroneckersAmong(this.#projections ?? {});
  }

  /**
   * The layer's outputs.
   *
   * @param inputs `[…, width]`
   * @param kwargs `training`: whether to drop.
   * @returns `[…, width]`
   * @throws {ShapeError} If the vectors have another width than before.
   */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs?: { training?: boolean },
  ): tf.Tensor {
    const { dropout = 0 } = this.#args;
    return tf.tidy(() => {
      const x = onlyVectors(inputs, this.#width, this.name);
      const { inner, outer } = this.#projections!;
      const hidden = inner.apply(x);
      const kept = kwargs?.training
        ? this.#dropout.drop(hidden, dropout)
        : hidden;
      return outer.apply(kept);
    });
  }

  /** The input's. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    const { factored, dropout = 0, seed, activation = "relu" } = this.#args;
    return {
      ...super.getConfig(),
      ...readDenseOptions({ ...this.#args, activation }).config,
      ...(factored && { factored: JSON.parse(JSON.stringify(factored)) }),
      dropout,
      ...(seed !== undefined && { seed }),
    };
  }
}

/** How the outer matrix is factored: as the inner one, the other way round. */
export function turned(
  { inputFactors, outputFactors, ...rest }: FactoredMatrix,
): FactoredMatrix {
  return {
    ...rest,
    ...(outputFactors && { inputFactors: outputFactors }),
    ...(inputFactors && { outputFactors: inputFactors }),
  };
}

tf.serialization.registerClass(FeedForward);
