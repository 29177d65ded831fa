import type { tf } from "../engine/tf.ts";
import type { FactoredLayer } from "../layer/factored_layer.ts";
import { LowRankDense } from "../layer/low_rank_dense.ts";
import { MultiHeadAttention } from "../layer/multi_head_attention.ts";
import { TiedOutput } from "../layer/tied_output.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import { contractionCost, contractionSequence } from "../shape/contraction.ts";
import { product } from "../shape/product.ts";
import { isConvolution } from "./layer_positions.ts";

/**
 * The sums of Kronecker products that a layer's matrices are.
 *
 * @param layer A layer that has been built.
 * @returns By name, `"kernel"` where the layer has one; none if all are whole.
 */
export function kroneckersOf(
  layer: tf.layers.Layer,
): Record<string, KroneckerProducts> {
  const factored = layer as FactoredLayer;
  return factored.kronecker
    ? { kernel: factored.kronecker() }
    : factored.kroneckers?.() ?? {};
}

/**
 * Parameters that a layer would have if its matrices were whole.
 *
 * @param layer A layer that has been built.
 * @returns Their number, biases and all; its own where nothing is factored.
 */
export function denseParametersOf(layer: tf.layers.Layer): number {
  return wholeParameters(layer) ??
    Object.values(kroneckersOf(layer)).reduce(
      (sum, { rows, columns, factors }) =>
        sum + rows * columns -
        factors.reduce((own, factor) => own + factor.size, 0),
      layer.countParams(),
    );
}

/** Parameters with whole matrices of a layer that is factored in another way. */
function wholeParameters(layer: tf.layers.Layer): number | undefined {
  const config = layer.getConfig();
  if (layer.getClassName() === "Word2Ket") {
    return (config.inputDim as number) * (config.outputDim as number);
  }
  if (layer instanceof LowRankDense) {
    const [[inputs], [, units]] = layer.weights.map(({ shape }) => shape);
    const bias = config.useBias ? units! : 0;
    return inputs! * units! + bias;
  }
  return undefined;
}

/** Layers whose weights have a number for each of the input's, however these lie: no matrices. */
const ELEMENTWISE = ["PReLU", "LayerNormalization"];

/**
 * Multiply–adds of a layer's matrices or kernels for one position, factor by factor.
 *
 * @param layer A layer that has been built.
 * @returns Their number; that of a lookup for an embedding.
 */
export function multiplyAddsOf(layer: tf.layers.Layer): number {
  const isLookup = "inputDim" in layer.getConfig();
  if (isLookup) {
    // a row is a product of leaves for each term; a whole table has it ready
    const { rank, outputDim } = layer.getConfig();
    return typeof rank === "number" ? rank * (outputDim as number) : 0;
  }
  if (layer instanceof TiedOutput) {
    const k = layer.tied();
    return "factors" in k ? productCost(k, [2, 1]) : k.rows * k.columns;
  }
  if (ELEMENTWISE.includes(layer.getClassName())) return 0;
  const isKernel = isConvolution(layer)
    ? ({ shape }: tf.LayerVariable) => shape.length > 2
    : ({ shape }: tf.LayerVariable) => shape.length === 2;
  return costOf(Object.values(kroneckersOf(layer)), layer.weights, isKernel);
}

/** What an attention computes of sources, by name. */
const OF_SOURCES = ["key", "value"];

/**
 * Multiply–adds of a layer's matrices for one position of its second input.
 *
 * @param layer A layer that has been built.
 * @returns Those of the keys and values of an attention, which are of its sources; 0 for
 * other layers.
 */
export function sourceMultiplyAddsOf(layer: tf.layers.Layer): number {
  if (!(layer instanceof MultiHeadAttention)) return 0;
  const products = Object.entries(layer.kroneckers())
    .filter(([name]) => OF_SOURCES.includes(name))
    .map(([, product]) => product);
  return costOf(
    products,
    layer.weights,
    ({ originalName }) =>
      OF_SOURCES.some((name) => originalName.endsWith(`/${name}_kernel`)),
  );
}

/** Multiply–adds of sums of products, and of the weights that are whole matrices. */
function costOf(
  products: readonly KroneckerProducts[],
  weights: readonly tf.LayerVariable[],
  isWhole: (weight: tf.LayerVariable) => boolean,
): number {
  const byFactors = products.reduce(
    (sum, k) => sum + productCost(k, [1, 2]),
    0,
  );
  return weights.filter(isWhole).reduce(
    (sum, { shape }) => sum + product(shape as number[]),
    byFactors,
  );
}

/** Multiply–adds of a vector times a matrix; `axes` of factors that its inputs and outputs split. */
function productCost(
  { factors }: KroneckerProducts,
  [inputs, outputs]: readonly [number, number],
): number {
  const sizes = {
    rank: factors[0].shape[0],
    inputFactors: factors.map(({ shape }) => shape[inputs]),
    outputFactors: factors.map(({ shape }) => shape[outputs]),
  };
  return contractionCost(sizes, contractionSequence(sizes)).multiplyAdds;
}
