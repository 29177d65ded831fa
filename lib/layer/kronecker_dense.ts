import { tf } from "../engine/tf.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import {
  checkLayerOptions,
  DENSE_OPTIONS,
  FACTORED_OPTIONS,
} from "./check_layer_options.ts";
import { denseLayerArgs, readDenseOptions } from "./dense_config.ts";
import type { DenseArgs, DenseOptions } from "./dense_config.ts";
import { onlyVectors } from "./only_tensor.ts";
import { Projection, widthOf } from "./projection.ts";
import type { FactoredMatrix } from "./projection.ts";

/** Arguments of {@linkcode KroneckerDense}; the rest is as in `tf.layers.dense`. */
export interface KroneckerDenseArgs extends DenseArgs, FactoredMatrix {
  /** Draws the same factors each time; default: others each time, or the initializer's seed. */
  readonly seed?: number;
}

const ACTION = "make a KroneckerDense layer";

const OPTIONS = [...FACTORED_OPTIONS, "seed", ...DENSE_OPTIONS];

/**
 * A dense layer whose matrix is a sum of Kronecker products,
 * `y = activation(x·Σ_k F_1[k] ⊗ … ⊗ F_d[k] + b)`.
 *
 * It takes the place of `tf.layers.dense`: vectors `[…, inputs]` in, `[…, units]` out,
 * with `rank · Σ_j inputFactors_j · outputFactors_j` parameters and the bias. The
 * matrix is applied factor by factor, or written out where that is cheaper. A
 * `kernelInitializer` that draws around 0 sets the deviation of the *product's*
 * entries, which the factors are scaled for; one of zeros leaves the last factors 0, so
 * that the layer starts at 0 and learns, as LoKr does; another applies to each factor,
 * as `kernelRegularizer` and `kernelConstraint` do.
 *
 * @see Panahi, Saeedi and Arodz, "Shapeshifter", NeurIPS 2021.
 *
 * @example 512 inputs and 2 048 outputs in 8 192 parameters instead of 1 048 576
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new KroneckerDense({ units: 2048, rank: 4, useBias: false });
 * const y = layer.apply(tf.ones([3, 512])) as tf.Tensor;
 * assertEquals(y.shape, [3, 2048]);
 * assertEquals(layer.countParams(), 4 * (16 * 64 + 32 * 32));
 * ```
 */
export class KroneckerDense extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "KroneckerDense";

  readonly #args: KroneckerDenseArgs;
  readonly #options: DenseOptions;
  readonly #projection: Projection;
  #inputs = 0;

  /**
   * A layer without weights; they are drawn when it is first applied.
   *
   * @param args Sizes, and what `tf.layers.dense` takes.
   * @throws {RangeError} If a size is not an integer >= 1 or the factors do not fit.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: KroneckerDenseArgs) {
    checkLayerOptions(ACTION, args, OPTIONS);
    checkPositiveIntegers(ACTION, { units: args.units, rank: args.rank });
    super(denseLayerArgs(args));
    this.#args = args;
    this.#options = readDenseOptions(args);
    this.activityRegularizer = this.#options.activityRegularizer;
    this.supportsMasking = true;
    this.#projection = new Projection({
      action: ACTION,
      units: args.units,
      factored: args,
      options: this.#options,
      seed: args.seed,
    });
  }

  /** Draws the factors and the bias. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.#inputs = widthOf(inputShape, this.name);
    this.#projection.build(
      (...weight) => this.addWeight(...weight),
      this.#inputs,
    );
    this.built = true;
  }

  /**
   * The matrix as it is now, to look at or to multiply with.
   *
   * @returns A sum of Kronecker products, `[inputs, units]`, of the layer's own
   *   tensors, which the caller must not dispose.
   * @throws {Error} If the layer has no weights yet.
   */
  kronecker(): KroneckerProducts {
    if (!this.built) {
      throw new Error(
        `Cannot read the matrix of ${this.name} as it must be applied or built first: it has no weights yet`,
      );
    }
    return this.#projection.kronecker()!;
  }

  /**
   * The layer's outputs.
   *
   * @param inputs `[…, inputs]`
   * @returns `[…, units]`
   * @throws {ShapeError} If the last axis has another size than the layer was built for.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return this.#projection.apply(
      onlyVectors(inputs, this.#inputs, this.name),
    );
  }

  /** `[…, units]` for `[…, inputs]`. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.#args.units];
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    const { rank, order = 2, objective, seed, inputFactors, outputFactors } =
      this.#args;
    const shapes = this.#projection.shapes ?? { inputFactors, outputFactors };
    return {
      ...super.getConfig(),
      ...this.#options.config,
      rank,
      order,
      ...(shapes.inputFactors && { inputFactors: [...shapes.inputFactors] }),
      ...(shapes.outputFactors && { outputFactors: [...shapes.outputFactors] }),
      ...(objective && { objective }),
      ...(seed !== undefined && { seed }),
    };
  }
}

tf.serialization.registerClass(KroneckerDense);
