import type { tf } from "../engine/tf.ts";

/** The layers of a model by name, each with a seed of its own. */
export class NamedLayers {
  readonly #seed: number;
  readonly #layers = new Map<string, tf.layers.Layer>();

  /**
   * No layers yet.
   *
   * @param seed The model's seed.
   */
  constructor(seed: number) {
    // larger ones would leave no room for a seed of each layer and each factor
    this.#seed = seed % 2 ** 31;
  }

  /**
   * Adds a layer.
   *
   * @param name What its weights are known by; no other layer has it.
   * @param make Makes the layer from a seed that depends on its place.
   * @returns The layer.
   */
  add<Layer extends tf.layers.Layer>(
    name: string,
    make: (seed: number) => Layer,
  ): Layer {
    const layer = make(1_000 * this.#seed + this.#layers.size + 1);
    this.#layers.set(name, layer);
    return layer;
  }

  /**
   * Trainable weights of layers that have been applied.
   *
   * @returns By the layer's name, `/`, and the weight's own name.
   */
  weights(): Record<string, tf.Variable> {
    return Object.fromEntries(
      [...this.#layers].flatMap(([name, layer]) =>
        layer.trainableWeights.map((weight) => {
          const last = weight.originalName.split("/").at(-1);
          return [`${name}/${last}`, weight.read() as tf.Variable] as const;
        })
      ),
    );
  }

  /** Lets go of the weights that there are. */
  dispose(): void {
    for (const layer of this.#layers.values()) if (layer.built) layer.dispose();
  }
}

/** A layer's only output. */
export function apply(
  layer: tf.layers.Layer,
  inputs: tf.Tensor | tf.Tensor[],
  kwargs: { readonly training?: boolean } = {},
): tf.Tensor {
  return layer.apply(inputs, kwargs) as tf.Tensor;
}
