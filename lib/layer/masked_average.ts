import { tf } from "../engine/tf.ts";
import { ShapeError } from "../error/shape_error.ts";
import { withGradient } from "../op/with_gradient.ts";
import { checkLayerOptions, LAYER_OPTIONS } from "./check_layer_options.ts";
import type { LayerArgs } from "./layer_args.ts";
import { onlyTensor } from "./only_tensor.ts";

/**
 * Mean of the vectors of a sequence, without those that are masked.
 *
 * `tf.layers.globalAveragePooling1d` counts padding in; this divides by the number of
 * words that are there. A sequence of padding alone has the mean 0. Without a mask
 * all vectors count.
 *
 * @example The second word of the second text is padding
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = tf.sequential({
 *   layers: [
 *     tf.layers.embedding({
 *       inputDim: 3,
 *       outputDim: 1,
 *       maskZero: true,
 *       weights: [tf.tensor2d([[9], [4], [6]])],
 *     }),
 *     new MaskedAverage(),
 *   ],
 * });
 * const means = model.apply(tf.tensor2d([[1, 2], [2, 0]], [2, 2], "int32"));
 * assertEquals([...(means as tf.Tensor).dataSync()], [5, 6]);
 * ```
 */
export class MaskedAverage extends tf.layers.Layer {
  /** The name that saved models know the layer by. */
  static readonly className: string = "MaskedAverage";

  /**
   * A layer without weights.
   *
   * @param args What every layer takes, such as its name.
   * @throws {TypeError} If there is no option of a name that was given.
   */
  constructor(args: LayerArgs = {}) {
    checkLayerOptions("make a MaskedAverage layer", args, LAYER_OPTIONS);
    super(args);
    this.supportsMasking = true;
  }

  /**
   * Means of vectors.
   *
   * @param inputs Vectors `[batch, length, width]`.
   * @param kwargs `mask`: `[batch, length]`, bool, true where a vector counts.
   * @returns `[batch, width]`
   * @throws {ShapeError} If the vectors are no sequences.
   * @throws {TypeError} If the input is no tensor.
   */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: { mask?: tf.Tensor | tf.Tensor[] | null } = {},
  ): tf.Tensor {
    return tf.tidy(() => {
      const vectors = onlyTensor(inputs, this.name);
      if (vectors.rank !== 3) {
        const needed = "[batch, length, width]";
        throw new ShapeError(`call ${this.name}`, needed, vectors.shape);
      }
      const mask = [kwargs.mask].flat()[0];
      if (!mask) return tf.mean(vectors, 1);
      // no cast: webgpu takes the bits of a bool for those of a float
      const numbers = tf.where(mask, tf.ones(mask.shape), tf.zeros(mask.shape));
      const counted = tf.expandDims(numbers, 2);
      const counts = tf.maximum(tf.sum(counted, 1, true), 1); // [batch, 1, 1]
      return weightedSum(vectors, tf.div(counted, counts));
    });
  }

  /** No mask: there is one vector a text. */
  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor; // as layers of tfjs do
  }

  /** `[batch, width]` for vectors `[batch, length, width]`. */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const [batch, , width] = inputShape;
    return [batch, width];
  }
}

/**
 * Sum over the second axis, `Σ_l w[b, l] · x[b, l]`, for vectors `[batch, length, width]`
 * and weights `[batch, length, 1]`, which get no gradient.
 *
 * The gradient of `tf.sum` fills a tensor of ones as large as the vectors.
 */
function weightedSum(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  return withGradient([x, w], (x, w) => ({
    value: tf.sum(tf.mul(x, w), 1),
    kept: [w],
    gradient: (slopes, [w]) => [
      tf.mul(tf.expandDims(slopes, 1), w),
      tf.zerosLike(w),
    ],
  }));
}

tf.serialization.registerClass(MaskedAverage);
