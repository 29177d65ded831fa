import { tf } from "../engine/tf.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import { kroneckerRows } from "../op/kronecker_rows.ts";
import { checkLayerOptions, EMBEDDING_OPTIONS } from "./check_layer_options.ts";
import { layerArgs, readEmbeddingOptions } from "./embedding_config.ts";
import type {
  EmbeddingOptions,
  FactoredEmbeddingArgs,
} from "./embedding_config.ts";
import { embeddingIds, zeroMask } from "./embedding_ids.ts";
import { factorsFor } from "./factors_for.ts";
import type { LayerVariable } from "./layer_variable.ts";

/** Arguments of {@linkcode Word2KetXS}; the rest is as in `tf.layers.embedding`. */
export interface Word2KetXSArgs extends FactoredEmbeddingArgs {
  /**
   * How many ways each factor splits the rows: `order` integers >= 1 whose product is
   * at least `inputDim`. Default: `integerRoot(inputDim, order)` each, as in the
   * paper; {@linkcode balancedFactors} picks ones of which the cut wastes nothing.
   */
  readonly inputFactors?: readonly number[];
}

const ACTION = "make a Word2KetXS layer";

const OPTIONS = ["inputFactors", ...EMBEDDING_OPTIONS];

/**
 * The word2ketXS embedding: the whole table is a sum of Kronecker products,
 * `Σ_k F_1[k] ⊗ … ⊗ F_d[k]`, cut to `[inputDim, outputDim]`, and a row is built where
 * it is looked up.
 *
 * It takes the place of `tf.layers.embedding`: ids `[…]` in, vectors
 * `[…, outputDim]` out, with `rank · Σ_j inputFactors_j · outputFactors_j` parameters.
 * An `embeddingsInitializer` that draws around 0, as the default does, sets the deviation
 * of the *table's* entries, which the factors are scaled for; one of zeros leaves the
 * last factors 0, so that the others learn; another applies to each factor, as
 * `embeddingsRegularizer` and `embeddingsConstraint` do.
 *
 * @see Panahi, Saeedi and Arodz, "word2ket", ICLR 2020, arXiv:1911.04975, section 3.
 *
 * @example 32 011 words of 400 numbers in 71 600 parameters instead of 12 804 400
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Word2KetXS({
 *   inputDim: 32_011,
 *   outputDim: 400,
 *   order: 2,
 *   rank: 10,
 *   seed: 1,
 * });
 * const vectors = layer.apply(tf.tensor2d([[3, 32_010]], [1, 2], "int32"));
 * assertEquals((vectors as tf.Tensor).shape, [1, 2, 400]);
 * assertEquals(layer.countParams(), 71_600);
 * ```
 */
export class Word2KetXS extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "Word2KetXS";

  readonly #args: Word2KetXSArgs;
  readonly #options: EmbeddingOptions;
  readonly #inputFactors: readonly number[];
  readonly #outputFactors: readonly number[];
  #factors: readonly LayerVariable[] = [];

  /**
   * A layer without weights; they are drawn when it is first applied.
   *
   * @param args Sizes, and what `tf.layers.embedding` takes.
   * @throws {RangeError} If a size is not an integer >= 1, the factors do not fit, or the
   *   initializer makes the identity.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: Word2KetXSArgs) {
    checkLayerOptions(ACTION, args, OPTIONS);
    const { inputDim, outputDim, order, rank } = args;
    checkPositiveIntegers(ACTION, { inputDim, outputDim, order, rank });
    super(layerArgs(args));
    const { inputFactors, outputFactors } = args;
    this.#inputFactors = factorsFor(
      ACTION,
      "inputFactors",
      inputDim,
      order,
      inputFactors,
    );
    this.#outputFactors = factorsFor(
      ACTION,
      "outputFactors",
      outputDim,
      order,
      outputFactors,
    );
    this.#args = args;
    this.#options = readEmbeddingOptions(ACTION, args);
    this.activityRegularizer = this.#options.activityRegularizer;
    this.supportsMasking = args.maskZero ?? false;
  }

  /** Draws the factors. */
  override build(): void {
    const { rank } = this.#args;
    const { initializers, regularizer, constraint } = this.#options;
    this.#factors = this.#inputFactors.map((rows, j) =>
      this.addWeight(
        `factor_${j + 1}`,
        [rank, rows, this.#outputFactors[j]],
        "float32",
        initializers[j],
        regularizer,
        true,
        constraint,
      )
    );
    this.built = true;
  }

  /**
   * The table as it is now, to look at or to multiply with.
   *
   * @returns A sum of Kronecker products, `[inputDim, outputDim]`, of the layer's own
   *   tensors, which the caller must not dispose.
   * @throws {Error} If the layer has no weights yet.
   */
  kronecker(): KroneckerProducts {
    if (!this.built) {
      throw new Error(
        `Cannot read the table of ${this.name} as it must be applied or built first: it has no weights yet`,
      );
    }
    return {
      rows: this.#args.inputDim,
      columns: this.#args.outputDim,
      factors: this.#factors.map((factor) => factor.read() as tf.Tensor3D),
    };
  }

  /**
   * Vectors of words.
   *
   * @param inputs Ids `[…]`, int32 or whole float32, each in `[0, inputDim)`.
   * @returns `[…, outputDim]`
   * @throws {TypeError} If the input is no tensor.
   * @throws {RangeError} If an id is not a whole number or outside the vocabulary.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const ids = embeddingIds(inputs, this.#args.inputDim, this.name);
      return kroneckerRows(this.kronecker(), ids);
    });
  }

  /** Mask of the ids that are not 0 under `maskZero`, otherwise none. */
  override computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return zeroMask(inputs, this.supportsMasking, this.name) as tf.Tensor;
  }

  /** `[…, outputDim]` for ids of shape `[…]`. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape, this.#args.outputDim];
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.#options.config,
      inputFactors: [...this.#inputFactors],
      outputFactors: [...this.#outputFactors],
    };
  }
}

tf.serialization.registerClass(Word2KetXS);
