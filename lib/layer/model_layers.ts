import { tf } from "../engine/tf.ts";
import { wrongKind } from "../error/wrong_kind.ts";

/** A layer of a model, nested models and wrappers opened. */
export interface ModelLayer {
  /** Names of what it is in, such as nested models, and its own, with slashes between. */
  readonly path: string;
  readonly layer: tf.layers.Layer;
  /** Where the model applies it: more than once where it, or what it is in, is shared. */
  uses(): LayerUse[];
}

/** One of the places where a model applies a layer. */
export interface LayerUse {
  /** Shape of its (first) output in the model. */
  readonly output: tf.Shape;
  /** Shapes of its inputs, without axes of what it is in; none where there are none. */
  readonly inputs: readonly tf.Shape[];
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
  return layersIn(model, "", () => [[]]);
}

/** The axes that what a model is in adds behind the batch, for each time it is applied. */
type Calls = () => tf.Shape[];

function layersIn(
  model: tf.LayersModel,
  before: string,
  calls: Calls,
): ModelLayer[] {
  let all: ReturnType<typeof nodesOf> | undefined;
  return [...new Set(model.layers)].flatMap((layer) => {
    const path = before + layer.name;
    // a model at the start of a sequential one is not applied: it is where that begins
    const nodes = () =>
      (all ??= nodesOf(model)).get(layer) ?? layer.inboundNodes.slice(0, 1);
    if (layer instanceof tf.LayersModel) {
      const within = () => calls().flatMap((times) => nodes().map(() => times));
      return layersIn(layer, `${path}/`, within);
    }
    const uses = () =>
      calls().flatMap((times) =>
        nodes().map(({ outputShapes, inputShapes }) => ({
          output: withTimes(firstShape(outputShapes), times),
          inputs: shapes(inputShapes),
        }))
      );
    if (layer.getClassName() !== "TimeDistributed") {
      return [{ path, layer, uses }];
    }
    const { layer: inner } = layer as unknown as { layer: tf.layers.Layer };
    const innerPath = `${path}/${inner.name}`;
    if (inner instanceof tf.LayersModel) {
      const within = () =>
        calls().flatMap((times) =>
          nodes().map(({ outputShapes }) => [
            ...times,
            firstShape(outputShapes)[1],
          ])
        );
      return layersIn(inner, `${innerPath}/`, within);
    }
    const innerUses = () =>
      uses().map(({ output, inputs }) => ({
        output,
        inputs: inputs.map((shape) => shape.toSpliced(1, 1)),
      }));
    return [{ path: innerPath, layer: inner, uses: innerUses }];
  });
}

type Node = tf.layers.Layer["inboundNodes"][number];

/** Where a model applies its layers, which others may apply too, in the model's order. */
function nodesOf(model: tf.LayersModel): ReadonlyMap<tf.layers.Layer, Node[]> {
  const seen = new Set<Node>();
  const nodes = new Map<tf.layers.Layer, Node[]>();
  const visit = ({ sourceLayer, nodeIndex }: tf.SymbolicTensor) => {
    const node = sourceLayer.inboundNodes[nodeIndex];
    if (seen.has(node)) return;
    seen.add(node);
    node.inputTensors.forEach(visit);
    nodes.set(sourceLayer, [...nodes.get(sourceLayer) ?? [], node]);
  };
  model.outputs.forEach(visit);
  return nodes;
}

/** A list of shapes, of which there may be one alone. */
function shapes(shape: tf.Shape | tf.Shape[]): tf.Shape[] {
  return Array.isArray(shape[0]) ? shape as tf.Shape[] : [shape as tf.Shape];
}

/** A shape, or the first of several. */
function firstShape(shape: tf.Shape | tf.Shape[]): tf.Shape {
  return Array.isArray(shape[0]) ? shape[0] : shape as tf.Shape;
}

/** A shape with more axes behind the batch. */
function withTimes([batch, ...others]: tf.Shape, times: tf.Shape): tf.Shape {
  return batch === undefined ? [] : [batch, ...times, ...others];
}
