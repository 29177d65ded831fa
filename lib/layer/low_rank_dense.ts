import { tf } from "../engine/tf.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { addBias } from "../op/add_bias.ts";
import { multiplyRows } from "../op/multiply_rows.ts";
import { checkLayerOptions, DENSE_OPTIONS } from "./check_layer_options.ts";
import {
  denseFactorInitializers,
  denseLayerArgs,
  readDenseOptions,
} from "./dense_config.ts";
import type { DenseArgs, DenseOptions } from "./dense_config.ts";
import { seedOf } from "./factor_initializers.ts";
import type { LayerVariable } from "./layer_variable.ts";
import { onlyVectors } from "./only_tensor.ts";
import { widthOf } from "./projection.ts";

/** Arguments of {@linkcode LowRankDense}; the rest is as in `tf.layers.dense`. */
export interface LowRankDenseArgs extends DenseArgs {
  /** Columns of A and rows of B; an integer >= 1. */
  readonly rank: number;
  /** Draws the same matrices each time; default: others each time, or the initializer's seed. */
  readonly seed?: number;
}

const ACTION = "make a LowRankDense layer";

const OPTIONS = ["rank", "seed", ...DENSE_OPTIONS];

/**
 * A dense layer whose matrix is an ordinary low-rank product,
 * `y = activation(x·A·B + b)`: the baseline of the same size.
 *
 * It takes the place of `tf.layers.dense`, with `rank · (inputs + units)` parameters
 * and the bias. Of the ways to spend parameters it is the fastest, and the one that
 * limits the matrix rank the most. The entries of A·B have the deviation that
 * `kernelInitializer` gives a dense matrix; one of zeros leaves B 0, as LoRA does.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new LowRankDense({ units: 2048, rank: 3, useBias: false });
 * layer.apply(tf.ones([1, 512]));
 * assertEquals(layer.countParams(), 3 * (512 + 2048));
 * ```
 */
export class LowRankDense extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "LowRankDense";

  readonly #args: LowRankDenseArgs;
  readonly #options: DenseOptions;
  #inputs = 0;
  #left?: LayerVariable;
  #right?: LayerVariable;
  #bias?: LayerVariable;

  /**
   * A layer without weights; they are drawn when it is first applied.
   *
   * @param args Sizes, and what `tf.layers.dense` takes.
   * @throws {RangeError} If a size is not an integer >= 1.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: LowRankDenseArgs) {
    checkLayerOptions(ACTION, args, OPTIONS);
    const { units, rank } = args;
    checkPositiveIntegers(ACTION, { units, rank });
    super(denseLayerArgs(args));
    this.#args = args;
    this.#options = readDenseOptions(args);
    this.activityRegularizer = this.#options.activityRegularizer;
    this.supportsMasking = true;
  }

  /** Draws A, B and the bias. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const inputs = widthOf(inputShape, this.name);
    const { units, rank } = this.#args;
    const options = this.#options;
    const given = options.kernelInitializer;
    const seed = seedOf(given, this.#args.seed);
    const [first, second] = denseFactorInitializers(given, {
      action: ACTION,
      inputs,
      outputs: units,
      rank,
      order: 2,
      seed,
    });
    const add = (name: string, shape: number[], initializer: typeof given) =>
      this.addWeight(
        name,
        shape,
        "float32",
        initializer,
        options.kernelRegularizer,
        true,
        options.kernelConstraint,
      );
    this.#inputs = inputs;
    this.#left = add("left", [inputs, rank], first);
    this.#right = add("right", [rank, units], second);
    if (options.useBias) {
      this.#bias = this.addWeight(
        "bias",
        [units],
        "float32",
        options.biasInitializer,
        options.biasRegularizer,
        true,
        options.biasConstraint,
      );
    }
    this.built = true;
  }

  /**
   * The layer's outputs.
   *
   * @param inputs `[…, inputs]`
   * @returns `[…, units]`
   * @throws {ShapeError} If the last axis has another size than the layer was built for.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = onlyVectors(inputs, this.#inputs, this.name);
    return tf.tidy(() => {
      const left = this.#left!.read() as tf.Tensor2D;
      const right = this.#right!.read() as tf.Tensor2D;
      const product = multiplyRows(multiplyRows(x, left), right);
      const moved = this.#bias ? addBias(product, this.#bias.read()) : product;
      const { activation } = this.#options;
      return activation ? activation.apply(moved) : moved;
    });
  }

  /** `[…, units]` for `[…, inputs]`. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.#args.units];
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    const { rank, seed } = this.#args;
    return {
      ...super.getConfig(),
      ...this.#options.config,
      rank,
      ...(seed !== undefined && { seed }),
    };
  }
}

tf.serialization.registerClass(LowRankDense);
