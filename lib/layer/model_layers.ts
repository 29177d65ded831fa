import { tf } from "../engine/tf.ts";
import { wrongKind } from "../error/wrong_kind.ts";

/** A layer of a model, nested models and wrappers opened. */
export interface ModelLayer {
  /** Names of what it is in, such as nested models, and its own, with slashes between. */
  readonly path: string;
  readonly layer: tf.layers.Layer;
  /** Shape of its (first) output in the model. */
  shape(): tf.Shape;
  /** Shape of its (first) input, without axes of what it is in; empty where there is none. */
  inputShape(): tf.Shape;
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
 * @returns The layers in the model's order; nested models and `tf.layers.timeDistributed`
 *   are not among them, but the layers in them.
 */
export function modelLayers(model: tf.LayersModel): ModelLayer[] {
  return layersIn(model, "", []);
}

/** Layers of a model, applied to so many positions by what it is in. */
function layersIn(
  model: tf.LayersModel,
  before: string,
  times: tf.Shape,
): ModelLayer[] {
  return [...new Set(model.layers)].flatMap((layer) =>
    opened(layer, before + layer.name, times)
  );
}

function opened(
  layer: tf.layers.Layer,
  path: string,
  times: tf.Shape,
): ModelLayer[] {
  if (layer instanceof tf.LayersModel) {
    return layersIn(layer, `${path}/`, times);
  }
  const shape = () => withTimes(firstShape(layer.outputShape), times);
  const given = () => firstShape(layer.inboundNodes[0]?.inputShapes ?? []);
  if (layer.getClassName() !== "TimeDistributed") {
    return [{ path, layer, shape, inputShape: given }];
  }
  const { layer: inner } = layer as unknown as { layer: tf.layers.Layer };
  const within = `${path}/${inner.name}`;
  return inner instanceof tf.LayersModel
    ? layersIn(inner, `${within}/`, [
      ...times,
      firstShape(layer.outputShape)[1],
    ])
    : [{
      path: within,
      layer: inner,
      shape,
      inputShape: () => given().toSpliced(1, 1),
    }];
}

/** A shape, or the first of several. */
function firstShape(shape: tf.Shape | tf.Shape[]): tf.Shape {
  return Array.isArray(shape[0]) ? shape[0] : shape as tf.Shape;
}

/** A shape with more axes behind the batch. */
function withTimes([batch, ...others]: tf.Shape, times: tf.Shape): tf.Shape {
  return batch === undefined ? [] : [batch, ...times, ...others];
}
