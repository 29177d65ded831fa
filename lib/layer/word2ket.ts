import { tf } from "../engine/tf.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { ketRows } from "../op/ket_rows.ts";
import type { KetFactors } from "../op/ket_rows.ts";
import { ketTreeRows } from "../op/ket_tree.ts";
import { checkLayerOptions, EMBEDDING_OPTIONS } from "./check_layer_options.ts";
import { layerArgs, readEmbeddingOptions } from "./embedding_config.ts";
import type {
  EmbeddingOptions,
  FactoredEmbeddingArgs,
} from "./embedding_config.ts";
import { embeddingIds, zeroMask } from "./embedding_ids.ts";
import { factorsFor } from "./factors_for.ts";
import type { LayerVariable } from "./layer_variable.ts";

/** Arguments of {@linkcode Word2Ket}; the rest is as in `tf.layers.embedding`. */
export interface Word2KetArgs extends FactoredEmbeddingArgs {
  /**
   * Bring the vector at each inner node of a term's tree of products to mean 0 and
   * variance 1; default false. See {@linkcode ketTreeRows}.
   */
  readonly layerNormalization?: boolean;
}

const ACTION = "make a Word2Ket layer";

const OPTIONS = ["layerNormalization", ...EMBEDDING_OPTIONS];

/**
 * The word2ket embedding: each word has a small tensor of its own,
 * `E[i] = Σ_k F_1[i, k] ⊗ … ⊗ F_d[i, k]`, cut to `outputDim` numbers.
 *
 * It takes the place of `tf.layers.embedding`: ids `[…]` in, vectors
 * `[…, outputDim]` out, with `inputDim · rank · Σ_j outputFactors_j` parameters.
 * An `embeddingsInitializer` that draws around 0, as the default does, sets the deviation
 * of the *table's* entries, which the factors are scaled for; one of zeros leaves the
 * last factors 0, so that the others learn; another applies to each factor, as
 * `embeddingsRegularizer` and `embeddingsConstraint` do.
 *
 * @see Panahi, Saeedi and Arodz, "word2ket", ICLR 2020, arXiv:1911.04975, section 2.
 *
 * @example 30 428 words of 256 numbers in 486 848 parameters instead of 7 789 568
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Word2Ket({
 *   inputDim: 30_428,
 *   outputDim: 256,
 *   order: 4,
 *   rank: 1,
 *   seed: 1,
 * });
 * const vectors = layer.apply(tf.tensor2d([[3, 30_427]], [1, 2], "int32"));
 * assertEquals((vectors as tf.Tensor).shape, [1, 2, 256]);
 * assertEquals(layer.countParams(), 486_848);
 * ```
 */
export class Word2Ket extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "Word2Ket";

  readonly #args: Word2KetArgs;
  readonly #options: EmbeddingOptions;
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
  constructor(args: Word2KetArgs) {
    checkLayerOptions(ACTION, args, OPTIONS);
    const { inputDim, outputDim, order, rank, outputFactors } = args;
    checkPositiveIntegers(ACTION, { inputDim, outputDim, order, rank });
    super(layerArgs(args));
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
    const { inputDim, rank } = this.#args;
    const { initializers, regularizer, constraint } = this.#options;
    this.#factors = this.#outputFactors.map((columns, j) =>
      this.addWeight(
        `factor_${j + 1}`,
        [inputDim, rank, columns],
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
   * Vectors of words.
   *
   * @param inputs Ids `[…]`, int32 or whole float32, each in `[0, inputDim)`.
   * @returns `[…, outputDim]`
   * @throws {TypeError} If the input is no tensor.
   * @throws {RangeError} If an id is not a whole number or outside the vocabulary.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const k: KetFactors = {
        columns: this.#args.outputDim,
        factors: this.#factors.map((factor) => factor.read() as tf.Tensor3D),
      };
      const rows = this.#args.layerNormalization ? ketTreeRows : ketRows;
      return rows(k, embeddingIds(inputs, this.#args.inputDim, this.name));
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
      outputFactors: [...this.#outputFactors],
      layerNormalization: this.#args.layerNormalization ?? false,
    };
  }
}

tf.serialization.registerClass(Word2Ket);
