import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { normalizeLayer } from "../op/normalize_layer.ts";
import { checkLayerOptions, LAYER_OPTIONS } from "./check_layer_options.ts";
import type { LayerArgs } from "./layer_args.ts";
import type { LayerVariable } from "./layer_variable.ts";
import { checkBuilt, noWeights, onlyTensor } from "./only_tensor.ts";

/** Arguments of {@linkcode LayerNormalization}. */
export interface LayerNormalizationArgs extends LayerArgs {
  /** Keeps the division finite; > 0, default 1e-3 as in TensorFlow.js. */
  readonly epsilon?: number;
}

const ACTION = "make a LayerNormalization layer";

/**
 * Layer normalization over the last axis, which trains fast.
 *
 * Does what `tf.layers.layerNormalization()` does, with weights of the same names and
 * shapes. That one's gradient takes more time than the rest of a Transformer on wasm;
 * `tests/bench/linear_bench.ts` has both.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const layer = new LayerNormalization();
 * const y = layer.apply(tf.tensor2d([[1, 3]])) as tf.Tensor;
 * assertAlmostEquals(y.dataSync()[0], -1, 1e-3);
 * ```
 */
export class LayerNormalization extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "KronlabLayerNormalization";

  readonly #epsilon: number;
  #gamma?: LayerVariable;
  #beta?: LayerVariable;

  /**
   * A layer that keeps what it gets but for mean and deviation.
   *
   * @param args Arguments of every layer, and `epsilon`.
   * @throws {RangeError} If `epsilon` is not above 0.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: LayerNormalizationArgs = {}) {
    checkLayerOptions(ACTION, args, ["epsilon", ...LAYER_OPTIONS]);
    const { epsilon = 1e-3 } = args;
    if (!(epsilon > 0)) {
      throw new RangeError(
        `Cannot ${ACTION} as epsilon must be above 0: got ${epsilon}`,
      );
    }
    super(args);
    this.#epsilon = epsilon;
    this.supportsMasking = true;
  }

  /** Makes gamma, ones, and beta, zeros. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    checkBuilt(inputShape, this.name);
    const width = (inputShape as tf.Shape).at(-1);
    if (typeof width !== "number") {
      throw new ShapeError(ACTION, "[…, width]", [
        ...(inputShape as tf.Shape),
      ]);
    }
    const { ones, zeros } = tf.initializers;
    this.#gamma = this.addWeight("gamma", [width], "float32", ones());
    this.#beta = this.addWeight("beta", [width], "float32", zeros());
    this.built = true;
  }

  /**
   * Normalized vectors.
   *
   * @param inputs `[…, width]`
   * @returns `[…, width]`
   * @throws {ShapeError} If the vectors have another width than before.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = onlyTensor(inputs, this.name);
    if (!this.built) throw noWeights(this.name);
    return normalizeLayer(
      x,
      this.#gamma!.read(),
      this.#beta!.read(),
      this.#epsilon,
    );
  }

  /** The input's. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), epsilon: this.#epsilon };
  }
}

tf.serialization.registerClass(LayerNormalization);
