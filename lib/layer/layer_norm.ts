import { tf } from "../engine/tf.ts";
import type { LayerArgs } from "./masked_average.ts";

/** Arguments of {@linkcode LayerNorm}. */
export interface LayerNormArgs extends LayerArgs {
  /** Added to the variance, so that a constant vector can be divided; 1e-3 by default. */
  readonly epsilon?: number;
}

/**
 * Layer normalization: each vector is brought to mean 0 and variance 1, then scaled
 * and shifted entry by entry.
 *
 * It computes what `tf.layers.layerNormalization` does on the last axis. That one's
 * gradient takes some operations for each vector of the batch: of 64 vectors 1,300,
 * most of a training step of a small model.
 *
 * @see Ba, Kiros and Hinton, "Layer Normalization", 2016, arXiv:1607.06450.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new LayerNorm({ epsilon: 0 });
 * const y = layer.apply(tf.tensor2d([[1, 3], [10, 30]])) as tf.Tensor;
 * assertEquals([...y.dataSync()], [-1, 1, -1, 1]);
 * ```
 */
export class LayerNorm extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "LayerNorm";

  readonly #epsilon: number;
  #scale!: LayerVariable;
  #shift!: LayerVariable;

  /**
   * A layer that neither scales nor shifts yet.
   *
   * @param args The added variance.
   * @throws {RangeError} If `epsilon` is negative.
   */
  constructor(args: LayerNormArgs = {}) {
    super(args);
    const { epsilon = 1e-3 } = args;
    if (!(epsilon >= 0)) {
      throw new RangeError(
        `Cannot make a LayerNorm layer as epsilon must be >= 0: got ${epsilon}`,
      );
    }
    this.#epsilon = epsilon;
    this.supportsMasking = true;
  }

  /** Makes the scale, all 1, and the shift, all 0. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const width = (inputShape as tf.Shape).at(-1)!;
    const { ones, zeros } = tf.initializers;
    this.#scale = this.addWeight("scale", [width], "float32", ones());
    this.#shift = this.addWeight("shift", [width], "float32", zeros());
    this.built = true;
  }

  /**
   * Normalized vectors.
   *
   * @param inputs Vectors `[…, width]`.
   * @returns The same shape.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const vectors = [inputs].flat()[0];
      const centred = tf.sub(vectors, tf.mean(vectors, -1, true));
      const variance = tf.mean(tf.square(centred), -1, true);
      const deviation = tf.sqrt(tf.add(variance, this.#epsilon));
      const scaled = tf.mul(tf.div(centred, deviation), this.#scale.read());
      return tf.add(scaled, this.#shift.read());
    });
  }

  /** The arguments, as a saved model holds them. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), epsilon: this.#epsilon };
  }
}

/** What `addWeight` answers. */
type LayerVariable = tf.layers.Layer["trainableWeights"][number];

tf.serialization.registerClass(LayerNorm);
