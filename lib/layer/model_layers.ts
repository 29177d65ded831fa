import { tf } from "../engine/tf.ts";

/** A layer of a model, nested models opened. */
export interface ModelLayer {
  /** Names of the nested models it is in and its own, with slashes between. */
  readonly path: string;
  readonly layer: tf.layers.Layer;
}

/**
 * All layers of a model and of the models in it, each once even where it is shared.
 *
 * @param model Any model of layers.
 * @returns The layers in the model's order; nested models themselves are not among them.
 */
export function modelLayers(model: tf.LayersModel, before = ""): ModelLayer[] {
  const seen = new Set<tf.layers.Layer>();
  return model.layers.flatMap((layer): ModelLayer[] => {
    if (seen.has(layer)) return [];
    seen.add(layer);
    const path = before + layer.name;
    return layer instanceof tf.LayersModel
      ? modelLayers(layer, `${path}/`)
      : [{ path, layer }];
  });
}
