import { tf } from "../engine/tf.ts";
import { wrongKind } from "../error/wrong_kind.ts";

/** A layer of a model, nested models opened. */
export interface ModelLayer {
  /** Names of the nested models it is in and its own, with slashes between. */
  readonly path: string;
  readonly layer: tf.layers.Layer;
}

/**
 * Refuses what is no model of layers, such as one layer or a Transformer.
 *
 * @param action What can't be done otherwise, such as `"summarize the model"`.
 * @param model What the caller gave.
 * @throws {TypeError} If it has no list of layers.
 */
export function checkModel(action: string, model: tf.LayersModel): void {
  // by what it has, as it may come from another instance of TensorFlow.js
  if (Array.isArray(model?.layers)) return;
  throw wrongKind(
    action,
    "it",
    "a model of layers, sequential or functional",
    model,
  );
}

/**
 * Refuses a model that has no shapes yet.
 *
 * @param verb What can't be done with it otherwise, such as `"summarize"`.
 * @param model A model of layers.
 * @throws {TypeError} If it knows no input.
 */
export function checkInput(verb: string, model: tf.LayersModel): void {
  if (model.inputs?.length > 0) return;
  throw new TypeError(
    `Cannot ${verb} ${model.name} as it must know its input: its first layer has no inputShape`,
  );
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
