import { tf } from "../engine/tf.ts";
import { LayerNormalization } from "../layer/layer_normalization.ts";
import type { SeededDropout } from "../layer/seeded_dropout.ts";
import { apply, type NamedLayers } from "./named_layers.ts";
import type { StackConfig } from "./stack_config.ts";

/**
 * A layer whose output is dropped from and added to its input, with the normalization
 * before it (`"pre"`) or behind the sum (`"post"`).
 */
export class ResidualPart<Layer extends tf.layers.Layer> {
  /** The layer itself. */
  readonly layer: Layer;
  readonly #norm: LayerNormalization;
  readonly #after: boolean;
  readonly #dropout: SeededDropout;

  /**
   * A part without weights; they are drawn when it is first applied.
   *
   * @param layers Where the layer and its normalization are added.
   * @param name The layer's name.
   * @param options Makes the layer; the place of the normalization; what drops.
   */
  constructor(
    layers: NamedLayers,
    name: string,
    { make, norm, dropout }: {
      readonly make: (seed: number) => Layer;
      readonly norm: StackConfig["norm"];
      readonly dropout: SeededDropout;
    },
  ) {
    this.layer = layers.add(name, make);
    this.#norm = normalization(layers, `${name}/norm`);
    this.#after = norm === "post";
    this.#dropout = dropout;
  }

  /**
   * The sum of an input and what the part makes of it.
   *
   * @param x `[batch, positions, width]`
   * @param training Whether to drop.
   * @param part What is made of the (normalized) input; the layer alone by default.
   * @returns The same shape.
   */
  add(
    x: tf.Tensor,
    training: boolean,
    part: (h: tf.Tensor) => tf.Tensor = (h) =>
      apply(this.layer, h, { training }),
  ): tf.Tensor {
    const drop = (h: tf.Tensor) => this.#dropout.call(h, { training });
    return this.#after
      ? apply(this.#norm, tf.add(x, drop(part(x))))
      : tf.add(x, drop(part(apply(this.#norm, x))));
  }
}

/** A normalization of a model's vectors. */
export function normalization(
  layers: NamedLayers,
  name: string,
): LayerNormalization {
  return layers.add(name, () => new LayerNormalization({ epsilon: 1e-5 }));
}
