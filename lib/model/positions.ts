import { tf } from "../engine/tf.ts";
import { checkFields } from "../error/check_fields.ts";
import { ShapeError } from "../error/shape_error.ts";
import type { SeededDropout } from "../layer/seeded_dropout.ts";
import { apply, type NamedLayers } from "./named_layers.ts";
import { sinusoidalPositions } from "./sinusoidal_positions.ts";
import type { StackConfig } from "./stack_config.ts";
import { wholeTable } from "./word_table.ts";

/** Tells words their positions: adds a vector for each, learned or of sines. */
export class Positions {
  readonly #config: StackConfig;
  readonly #dropout: SeededDropout;
  readonly #vectors: tf.layers.Layer | tf.Tensor2D;

  /**
   * Vectors of all positions.
   *
   * @param layers Where the table is added if it is learned, as `positions`.
   * @param config Sizes and kind.
   * @param dropout What drops behind the sum.
   */
  constructor(
    layers: NamedLayers,
    config: StackConfig,
    dropout: SeededDropout,
  ) {
    this.#config = config;
    this.#dropout = dropout;
    const { maxPositions, width } = config;
    const sizes = { inputDim: maxPositions, outputDim: width };
    this.#vectors = config.positions === "learned"
      ? layers.add("positions", (seed) => wholeTable(sizes, seed))
      : tf.keep(sinusoidalPositions(maxPositions, width));
  }

  /**
   * Vectors of words at positions.
   *
   * @param table The words' layer.
   * @param ids `[batch, words]`
   * @param options Position of the first word, and whether to drop.
   * @returns `[batch, words, width]`
   * @throws {ShapeError} If there are more words than positions, or not two axes.
   * @throws {TypeError} If the ids are no tensor.
   * @throws {Error} If the model was disposed.
   */
  embed(
    table: tf.layers.Layer,
    ids: tf.Tensor2D,
    { first = 0, training = false }: {
      readonly first?: number;
      readonly training?: boolean;
    },
  ): tf.Tensor {
    checkFields("read a sentence", "ids", ids, ["shape"], "a tensor of ids");
    const { width, maxPositions } = this.#config;
    const { shape } = ids;
    const [batch, length] = shape;
    if (shape.length !== 2 || first + length > maxPositions) {
      throw new ShapeError(
        "read a sentence",
        `[batch, at most ${maxPositions}]`,
        shape.length === 2 ? [batch, first + length] : shape,
      );
    }
    if (this.#vectors instanceof tf.Tensor && this.#vectors.isDisposed) {
      throw new Error(
        "Cannot read a sentence as the model must have its weights: got one that was disposed",
      );
    }
    const places = this.#vectors instanceof tf.Tensor
      ? tf.slice(this.#vectors, [first, 0], [length, width])
      : apply(this.#vectors, tf.range(first, first + length, 1, "int32"));
    const vectors = tf.mul(apply(table, ids), Math.sqrt(width));
    const sum = tf.add(vectors, tf.expandDims(places, 0));
    return this.#dropout.call(sum, { training });
  }

  /** Lets go of vectors that are not learned. */
  dispose(): void {
    if (this.#vectors instanceof tf.Tensor) this.#vectors.dispose();
  }
}
