import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { addBias } from "../op/add_bias.ts";
import { kroneckerMultiplyTransposed } from "../op/kronecker_multiply_transposed.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import { multiplyRows } from "../op/multiply_rows.ts";
import { checkMemoryBound } from "../shape/contraction_plan.ts";
import { checkLayerOptions, LAYER_OPTIONS } from "./check_layer_options.ts";
import type { FactoredLayer } from "./factored_layer.ts";
import type { LayerArgs } from "./layer_args.ts";
import type { LayerVariable } from "./layer_variable.ts";
import { modelLayers } from "./model_layers.ts";
import { checkBuilt, onlyVectors } from "./only_tensor.ts";
import { Word2Ket } from "./word2ket.ts";

/** The table of an embedding that is not factored. */
export interface WholeTable {
  /** Words. */
  readonly rows: number;
  /** Width of their vectors. */
  readonly columns: number;
  /** `[rows, columns]` */
  readonly table: tf.Tensor2D;
}

/** Arguments of {@linkcode TiedOutput}. */
export interface TiedOutputArgs extends LayerArgs {
  /** The embedding to share; given only its name, it is looked for upstream in the model. */
  readonly embedding: tf.layers.Layer | { readonly name: string };
  /** Whether each word has a bias of its own; default true. */
  readonly useBias?: boolean;
  /** Floats that the embedding's table may take where writing it out is cheaper; >= 0, default 2^26. */
  readonly memory?: number;
}

const ACTION = "make a TiedOutput layer";

const OPTIONS = ["embedding", "useBias", "memory", ...LAYER_OPTIONS];

/**
 * Logits of the whole vocabulary by the vectors of an embedding: `h·Eᵀ + b`.
 *
 * The embedding may be `tf.layers.embedding` or any layer with `kronecker()`, such as
 * `Word2KetXS`, whose factors are used as they are, or written out once a step where
 * that is cheaper and small enough. The layer has no weight but the bias. In a saved
 * model it is tied again by the embedding's name.
 *
 * @example A language model with one table for input and output
 * ```ts
 * import { tf, Word2KetXS } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const embedding = new Word2KetXS({ inputDim: 1000, outputDim: 32, order: 2, rank: 4 });
 * const vectors = embedding.apply(tf.zeros([2, 7], "int32")) as tf.Tensor;
 * const logits = new TiedOutput({ embedding }).apply(vectors) as tf.Tensor;
 * assertEquals(logits.shape, [2, 7, 1000]);
 * ```
 */
export class TiedOutput extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "TiedOutput";

  readonly #args: TiedOutputArgs;
  #embedding: tf.layers.Layer | undefined;
  #bias: LayerVariable | undefined;

  /**
   * A layer that shares the weights of an embedding.
   *
   * @param args The embedding, bias and memory bound.
   * @throws {RangeError} If the memory bound is not a number >= 0.
   * @throws {TypeError} If the embedding is missing or of a kind that can't be shared.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: TiedOutputArgs) {
    checkLayerOptions(ACTION, args, OPTIONS);
    if (typeof args.embedding?.name !== "string") {
      throw new TypeError(
        `Cannot ${ACTION} as embedding must be a layer, or hold the name of one: got ${args.embedding}`,
      );
    }
    checkMemoryBound(ACTION, args.memory);
    super(args);
    this.#args = args;
    if (args.embedding instanceof tf.layers.Layer) this.#tie(args.embedding);
  }

  /** Looks for the embedding upstream, where only its name is known. */
  override apply(
    inputs: tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[],
    kwargs?: Parameters<tf.layers.Layer["apply"]>[1],
  ): ReturnType<tf.layers.Layer["apply"]> {
    if (!this.#embedding) {
      const { name } = this.#args.embedding;
      const [first] = [inputs].flat();
      const found = first instanceof tf.SymbolicTensor
        ? upstream(first.sourceLayer, name)
        : undefined;
      if (!found) {
        throw new RangeError(
          `Cannot tie ${this.name} as the model must have a layer "${name}" before it: got none`,
        );
      }
      this.#tie(found);
    }
    return kwargs ? super.apply(inputs, kwargs) : super.apply(inputs);
  }

  /** Makes the bias. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    checkBuilt(inputShape, this.name);
    const { vocabulary, width } = this.#sizes();
    const shape = inputShape as tf.Shape;
    if (shape.at(-1) !== width) {
      throw new ShapeError(`tie ${this.name}`, `[…, ${width}]`, [...shape]);
    }
    if (this.#args.useBias ?? true) {
      const zeros = tf.initializers.zeros();
      this.#bias = this.addWeight("bias", [vocabulary], "float32", zeros);
    }
    this.built = true;
  }

  /**
   * Logits of every word.
   *
   * @param inputs `[…, outputDim of the embedding]`
   * @returns `[…, inputDim of the embedding]`
   * @throws {ShapeError} If the vectors are not as wide as the embedding's.
   * @throws {Error} If the embedding has no weights yet.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const k = this.tied();
      const h = onlyVectors(inputs, k.columns, this.name);
      const { memory } = this.#args;
      const bias = this.#bias?.read();
      if ("factors" in k) {
        return kroneckerMultiplyTransposed(h, k, { memory, bias });
      }
      const logits = multiplyRows(h, tf.transpose(k.table));
      return bias ? addBias(logits, bias) : logits;
    });
  }

  /**
   * The matrix that is shared, `[rows, columns]`, to look at or to multiply with.
   *
   * @returns A sum of Kronecker products, or a whole table; the embedding's own tensors,
   *   which the caller must not dispose.
   * @throws {Error} If the embedding is not known or has no weights yet.
   */
  tied(): KroneckerProducts | WholeTable {
    const embedding = this.#embedding;
    if (!embedding?.built) {
      throw new Error(
        `Cannot read the table of ${this.name} as its embedding ${this.#args.embedding.name} must be applied or built first: it has no weights yet`,
      );
    }
    const k = (embedding as FactoredLayer).kronecker?.();
    if (k) return k;
    const table = embedding.weights[0].read() as tf.Tensor2D;
    const [rows, columns] = table.shape;
    return { rows, columns, table };
  }

  /** `[…, vocabulary]` for `[…, width]`. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.#sizes().vocabulary];
  }

  /** The arguments, as a saved model holds them: the embedding by its name. */
  override getConfig(): tf.serialization.ConfigDict {
    const { embedding, useBias = true, memory } = this.#args;
    return {
      ...super.getConfig(),
      // TensorFlow.js changes the case of strings, but not under the key "name"
      embedding: { name: embedding.name },
      useBias,
      ...(memory !== undefined && { memory }),
    };
  }

  #tie(embedding: tf.layers.Layer): void {
    if (embedding instanceof Word2Ket) {
      throw new TypeError(
        `Cannot tie ${this.name} as ${embedding.name} must be an Embedding or have kronecker(): got a Word2Ket, whose words share no factors, so that logits would take the whole table`,
      );
    }
    if (
      embedding.getClassName() !== "Embedding" && !("kronecker" in embedding)
    ) {
      throw new TypeError(
        `Cannot tie ${this.name} as ${embedding.name} must be an Embedding or have kronecker(): got a ${embedding.getClassName()}`,
      );
    }
    this.#embedding = embedding;
  }

  #sizes(): { vocabulary: number; width: number } {
    const { inputDim, outputDim } = this.#embedding!.getConfig();
    if (typeof inputDim === "number") { // known before it has weights
      return { vocabulary: inputDim, width: outputDim as number };
    }
    const { rows, columns } = this.tied();
    return { vocabulary: rows, width: columns };
  }
}

/** The layer of a name from which another gets its input, near or far, or in a model. */
function upstream(
  start: tf.layers.Layer,
  name: string,
): tf.layers.Layer | undefined {
  const seen = new Set([start]);
  for (const layer of seen) {
    if (layer.name === name) return layer;
    if (layer instanceof tf.LayersModel) {
      for (const { layer: inner } of modelLayers(layer)) seen.add(inner);
    }
    for (const node of layer.inboundNodes) {
      for (const before of node.inboundLayers) seen.add(before);
    }
  }
  return undefined;
}

tf.serialization.registerClass(TiedOutput);
