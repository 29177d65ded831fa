import { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { MATRICES } from "../layer/attention_args.ts";
import { KroneckerDense } from "../layer/kronecker_dense.ts";
import { checkInput, checkModel, modelLayers } from "../layer/model_layers.ts";
import { MultiHeadAttention } from "../layer/multi_head_attention.ts";
import { Word2KetXS } from "../layer/word2ket_xs.ts";
import { factorableLayers, isFactored } from "./factorable_layers.ts";
import type { FactorableLayer } from "./factorable_layers.ts";
import { nearestKroneckerProducts } from "./nearest_kronecker_products.ts";
import { planRanks, shapesOf } from "./plan_ranks.ts";
import type { LayerDecision } from "./plan_ranks.ts";
import { checkPlan } from "./shapeshift_plan.ts";
import type { LayerPlan, ShapeshiftPlan } from "./shapeshift_plan.ts";

const ACTION = "shapeshift the model";

/** Where {@linkcode shapeshift} takes new factors from. */
export interface ShapeshiftOptions {
  /**
   * Whether factors are the nearest to the weights that they replace, as for a model that
   * has been trained, instead of drawn anew; default false.
   */
  readonly nearest?: boolean;
  /**
   * Draws the same factors each time; default: others each time, unless a layer's
   * initializer has a seed.
   */
  readonly seed?: number;
  /** Called after each layer that got factors, for a progress bar. */
  readonly onLayer?: ((done: number, total: number) => void) | undefined;
}

/** What a layer or model is made from; its values are JSON. */
type Config = Record<string, unknown> & {
  name: string;
  /** Of a model. */
  layers?: LayerConfig[];
  /** Of a wrapper. */
  layer?: LayerConfig;
};

/** A layer or model as its config tells. */
interface LayerConfig {
  className: string;
  config: Config;
}

/**
 * The same architecture with factored layers.
 *
 * Embeddings become {@linkcode Word2KetXS}, dense layers {@linkcode KroneckerDense}, and
 * whole {@linkcode MultiHeadAttention} and {@linkcode FeedForward} layers factored ones; a
 * layer that would not get smaller stays as it is, and so does one that is factored
 * already. Inputs, outputs and names stay, shared layers stay shared, nested models and
 * `tf.layers.timeDistributed` are gone through. Factors are drawn anew, or fitted to the
 * weights that they replace by {@linkcode nearestKroneckerProducts}; all other weights,
 * biases among them, are copied. Frozen layers can be trained again where their factors
 * are drawn anew. The model must be compiled again.
 *
 * A budget is shared out in the spirit of the paper, with small ranks in attention and
 * higher ones in embeddings, which stay smaller than the rest: those of dense layers are
 * twice those of attention, those of embeddings four times.
 *
 * @param model Sequential or functional; not changed.
 * @param plan By patterns of layer names, or a budget for the whole model.
 * @param options The seed, or whether to fit.
 * @returns A new model; {@linkcode shapeshiftDecisions} lists what became of each layer.
 * @throws {RangeError} If a pattern matches no layer, a rank is none, factors do not fit,
 *   or the budget can't be kept; says the best that can.
 * @throws {TypeError} If `model` is no model of layers or the plan no object, a layer
 *   can't be made again from its config, or there is no option of a name that was given.
 *
 * @see Panahi, Saeedi and Arodz, "Shapeshifter", NeurIPS 2021.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const model = tf.sequential({
 *   layers: [
 *     tf.layers.dense({ units: 256, inputShape: [64], activation: "relu" }),
 *     tf.layers.dense({ units: 10 }),
 *   ],
 * });
 * const small = shapeshift(model, { ratio: 10 });
 * assert(small.countParams() <= model.countParams() / 10);
 * assertEquals(small.outputs[0].shape, [null, 10]);
 * ```
 */
export function shapeshift(
  model: tf.LayersModel,
  plan: ShapeshiftPlan,
  options: ShapeshiftOptions = {},
): tf.LayersModel {
  checkOptionNames(ACTION, options, ["nearest", "seed", "onLayer"]);
  const { seed, nearest = false, onLayer } = options;
  const { layers, decisions } = decide(model, plan);
  const replacements = new Map<string, LayerConfig>();
  for (const [i, { factored }] of decisions.entries()) {
    if (!factored) continue;
    const drawn = {
      ...seed !== undefined && { seed: seed + 101 * i },
      ...!nearest && { trainable: true }, // frozen ones would stay as they are drawn
    };
    replacements.set(layers[i].path, replacement(layers[i], factored, drawn));
  }
  // copied, as layers may hand out what they hold
  const config = JSON.parse(JSON.stringify(model.getConfig()));
  replaceLayers(config, replacements);
  const Class = model.constructor as typeof tf.LayersModel;
  const shifted = Class.fromConfig(Class, config) as tf.LayersModel;
  try {
    copyWeights(model, shifted, { replacements, nearest, onLayer });
  } catch (error) {
    shifted.dispose();
    throw error;
  }
  return shifted;
}

/**
 * What {@linkcode shapeshift} does to each layer that it could factor, and why it leaves
 * some as they are.
 *
 * @param model Sequential or functional.
 * @param plan By patterns of layer names, or a budget for the whole model.
 * @returns One decision a layer, in the model's order.
 * @throws {RangeError} As {@linkcode shapeshift} does.
 * @throws {TypeError} As {@linkcode shapeshift} does.
 */
export function shapeshiftDecisions(
  model: tf.LayersModel,
  plan: ShapeshiftPlan,
): LayerDecision[] {
  return decide(model, plan).decisions;
}

/** The layers that may be factored, and what becomes of each. */
function decide(
  model: tf.LayersModel,
  plan: ShapeshiftPlan,
): { layers: FactorableLayer[]; decisions: LayerDecision[] } {
  const all = modelLayers(checked(model, plan));
  const layers = factorableLayers(all);
  const whole = new Set(layers.map(({ path }) => path));
  const decisions = planRanks(layers, plan, {
    total: model.countParams(),
    paths: all.map(({ path }) => path)
      .filter((path, i) => whole.has(path) || isFactored(all[i].layer)),
  });
  return { layers, decisions };
}

/** The model, after a check of the plan, and that it can be made again. */
function checked(model: tf.LayersModel, plan: ShapeshiftPlan): tf.LayersModel {
  checkModel(ACTION, model);
  checkPlan(ACTION, plan);
  checkInput("shapeshift", model);
  if (!model.built) model.build(model.inputs[0].shape); // a sequential model waits for its first use
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  for (const { path, layer } of modelLayers(model)) {
    const className = layer.getClassName();
    if (!(className in classNameMap)) {
      throw new TypeError(
        `Cannot shapeshift the model as the class of ${path} must be known to tf.serialization.registerClass(): got ${className}`,
      );
    }
  }
  return model;
}

/** The factored layer in the place of a whole one. */
function replacement(
  { layer, matrices, kind }: FactorableLayer,
  plan: LayerPlan,
  drawn: { readonly seed?: number; readonly trainable?: boolean },
): LayerConfig {
  const config = fillable(layer.getConfig() as Config);
  const [inputs, outputs] = matrices[0];
  const { rank, order = 2 } = plan;
  if (layer.getClassName() === "Dense") {
    const { inputFactors, outputFactors } = shapesOf(inputs, outputs, plan);
    const factors = { rank, order, inputFactors, outputFactors };
    return {
      className: KroneckerDense.className,
      config: { ...config, ...factors, ...drawn },
    };
  }
  if (kind === "embedding") {
    const { inputFactors, outputFactors } = shapesOf(inputs, outputs, plan);
    return {
      className: Word2KetXS.className,
      config: {
        ...config,
        ...{ rank, order, inputFactors, outputFactors },
        ...drawn,
      },
    };
  }
  const factored = { ...plan, order };
  const parts = layer instanceof MultiHeadAttention
    ? { // those that are factored already stay
      ...Object.fromEntries(MATRICES.map((name) => [name, factored])),
      ...config.factored as object | undefined,
    }
    : factored;
  return {
    className: layer.getClassName(),
    config: { ...config, factored: parts, ...drawn },
  };
}

/** The config without initializers that fill nothing but whole matrices. */
function fillable(config: Config): Config {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) =>
      (value as Partial<LayerConfig> | null)?.className !== "Identity"
    ),
  ) as Config;
}

/** Puts the replacements into the config of a model, or of a layer around another. */
function replaceLayers(
  { layers = [], layer: inner }: Config,
  replacements: ReadonlyMap<string, LayerConfig>,
  before = "",
): void {
  for (const layer of inner ? [inner] : layers) {
    const path = before + layer.config.name;
    replaceLayers(layer.config, replacements, `${path}/`);
    Object.assign(layer, replacements.get(path));
  }
}

/** Copies all weights of layers that stayed, and those of the others that have a name in common. */
function copyWeights(
  from: tf.LayersModel,
  to: tf.LayersModel,
  { replacements, nearest, onLayer }: {
    readonly replacements: ReadonlyMap<string, LayerConfig>;
    readonly nearest: boolean;
    readonly onLayer: ShapeshiftOptions["onLayer"];
  },
): void {
  let done = 0;
  const before = new Map(
    modelLayers(from).map(({ path, layer }) => [path, layer]),
  );
  for (const { path, layer } of modelLayers(to)) {
    const old = before.get(path)!;
    if (!replacements.has(path)) {
      // by place, as a wrapper may have several of a name
      for (const [i, weight] of layer.weights.entries()) {
        weight.write(old.weights[i].read());
      }
      continue;
    }
    if (nearest) fitFactors(old, layer);
    const values = new Map(
      old.weights.map((weight) => [nameOf(weight), weight.read()]),
    );
    for (const weight of layer.weights) {
      const value = values.get(nameOf(weight));
      if (value && tf.util.arraysEqual(value.shape, weight.shape as number[])) {
        weight.write(value);
      }
    }
    onLayer?.(++done, replacements.size);
  }
}

/** The names that whole matrices have at their end; factors have the same beginning. */
const WHOLE = /(kernel|embeddings)$/;

/** Sets the factors of each matrix that a layer had whole to the nearest ones. */
function fitFactors(from: tf.layers.Layer, to: tf.layers.Layer): void {
  for (const weight of from.weights) {
    const name = nameOf(weight);
    if (!WHOLE.test(name)) continue;
    const beginning = `${name.replace(WHOLE, "")}factor_`;
    const factors = to.weights
      .filter((weight) => nameOf(weight).startsWith(beginning));
    const sizes = factors.map(({ shape }) => shape as number[]);
    const k = nearestKroneckerProducts(weight.read() as tf.Tensor2D, {
      rank: sizes[0][0],
      rowFactors: sizes.map(([, rows]) => rows),
      columnFactors: sizes.map(([, , columns]) => columns),
    });
    for (const [j, factor] of factors.entries()) factor.write(k.factors[j]);
    tf.dispose([...k.factors]);
  }
}

/** Name of a weight in its layer. */
function nameOf({ originalName }: { originalName: string }): string {
  return originalName.split("/").at(-1)!;
}
