import type { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkModel, modelLayers } from "../layer/model_layers.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { RankOptions } from "../matrix/matrix_rank.ts";
import { multiply } from "../matrix/multiply.ts";
import { type MatrixSplit, rearrange } from "../matrix/rearrange.ts";
import { product } from "../shape/product.ts";
import { exactFactors } from "./exact_factors.ts";
import { type LayerKernel, layerKernels } from "./layer_kernel.ts";
import { type Spectrum, spectrum } from "./spectrum.ts";

/** What {@linkcode analyseModel} leaves out and how it tells zero. */
export interface AnalysisOptions extends RankOptions {
  /** Kernels and products with more entries get no spectra; default 2^22 (2048 × 2048). */
  readonly mostEntries?: number;
  /** Called after each kernel and each product, for a progress bar. */
  readonly onKernel?: ((done: number, total: number) => void) | undefined;
}

/** A kernel, or the product of several, as it is now. */
export interface KernelAnalysis {
  /** Paths of the layers whose kernels are multiplied; one for a single kernel. */
  readonly layers: readonly string[];
  /** Rows and columns. */
  readonly shape: readonly [number, number];
  /** Parameters of the kernels, without biases. */
  readonly parameters: number;
  /** Parameters of a dense kernel of the shape. */
  readonly denseParameters: number;
  /** How rows and columns are split for the Kronecker spectrum. */
  readonly split: MatrixSplit;
  /** Singular values and ranks; absent past `mostEntries`. */
  readonly spectrum?: Spectrum;
  /** Singular values and ranks of the rearrangement by `split`; absent past `mostEntries`. */
  readonly kroneckerSpectrum?: Spectrum;
}

/** Kernels of a model, one by one and multiplied. */
export interface ModelAnalysis {
  /** Each kernel, in the order of the model's layers, those of nested models too. */
  readonly layers: readonly KernelAnalysis[];
  /** Each chain of at least two such layers with nothing but weightless layers between. */
  readonly stacks: readonly KernelAnalysis[];
}

/**
 * Parameters, spectra, ranks and condition of a model's kernels, layer by layer and
 * for each stack of layers.
 *
 * It knows `tf.layers.dense`, `tf.layers.embedding`, `LowRankDense`, `MultiHeadAttention`,
 * `FeedForward` and every layer with a method `kronecker()` that gives its kernel as a sum
 * of Kronecker products. A dense kernel is split into two factors as near to equal as its
 * sizes allow. For an order above 2 the Kronecker spectrum is that of the first factor
 * against the others. A stack's product leaves out biases and what activations do; a layer
 * that is used more than once or has several kernels is in none.
 *
 * @param model A model that has been built.
 * @param options Tolerance, default `max(m, n) * 2^-23` for float32 weights, and the
 *   largest kernel to look into.
 * @returns What is known of each layer and each stack.
 * @throws {RangeError} If a weight is NaN or infinite.
 * @throws {TypeError} If `model` is no model of layers, or there is no option of a name
 *   that was given.
 */
export function analyseModel(
  model: tf.LayersModel,
  options: AnalysisOptions = {},
): ModelAnalysis {
  checkModel("analyse the model", model);
  checkOptionNames("analyse the model", options, [
    "relativeTolerance",
    "mostEntries",
    "onKernel",
  ]);
  const kernels = modelLayers(model).map(({ path, layer }) =>
    [layer, layerKernels(layer, path)] as const
  );
  const alone = kernels.flatMap(([, kernels]) => kernels);
  const single = new Map(
    kernels.flatMap(([layer, kernels]) =>
      kernels.length === 1 ? [[layer, kernels[0]]] : []
    ),
  );
  const chains = [
    ...alone.map((kernel) => [kernel]),
    ...chainsOf([...single.keys()]).map((chain) =>
      chain.map((layer) => single.get(layer)!)
    ),
  ];
  const analysed = chains.map((chain, i) => {
    const analysis = analyse(chain, options);
    options.onKernel?.(i + 1, chains.length);
    return analysis;
  });
  return {
    layers: analysed.slice(0, alone.length),
    stacks: analysed.slice(alone.length),
  };
}

/** Chains of at least two layers that follow each other through weightless ones. */
function chainsOf(layers: readonly tf.layers.Layer[]): tf.layers.Layer[][] {
  const chains: tf.layers.Layer[][] = [];
  const placed = new Map<tf.layers.Layer, tf.layers.Layer[]>();
  for (const layer of layers) {
    const before = kernelBefore(layer, new Set(layers));
    const chain = before && placed.get(before);
    if (chain && chain.at(-1) === before) {
      chain.push(layer);
      placed.set(layer, chain);
    } else {
      const fresh = [layer];
      chains.push(fresh);
      placed.set(layer, fresh);
    }
  }
  return chains.filter((chain) => chain.length > 1);
}

/** The layer with a kernel that a layer's input comes from, if its sizes meet. */
function kernelBefore(
  layer: tf.layers.Layer,
  withKernel: ReadonlySet<tf.layers.Layer>,
): tf.layers.Layer | undefined {
  const isOnce = ({ inboundNodes }: tf.layers.Layer) =>
    inboundNodes.length === 1;
  for (let current = layer; isOnce(current);) {
    const inbound = current.inboundNodes[0].inboundLayers;
    const isSame = inbound.length === 1 && isOnce(inbound[0]) &&
      lastSize(current.input) === lastSize(inbound[0].output);
    if (!isSame) return undefined;
    if (withKernel.has(inbound[0])) return inbound[0];
    if (inbound[0].weights.length > 0) return undefined;
    current = inbound[0];
    if (!keepsLastAxis(current)) return undefined;
  }
  return undefined;
}

/** Whether a weightless layer leaves the last axis what it is. */
function keepsLastAxis(layer: tf.layers.Layer): boolean {
  return layer.getClassName() !== "Permute" &&
    lastSize(layer.input) === lastSize(layer.output);
}

function lastSize(
  tensor: tf.SymbolicTensor | tf.SymbolicTensor[],
): number | null | undefined {
  return Array.isArray(tensor) ? undefined : tensor.shape.at(-1);
}

function analyse(
  kernels: readonly LayerKernel[],
  { relativeTolerance, mostEntries = 2 ** 22 }: AnalysisOptions,
): KernelAnalysis {
  const [first, last] = [kernels[0], kernels[kernels.length - 1]];
  const [rows, columns] = [first.shape[0], last.shape[1]];
  const isFactored = first.split.rowFactors.length ===
    last.split.columnFactors.length;
  const split = isFactored
    ? {
      rowFactors: first.split.rowFactors,
      columnFactors: last.split.columnFactors,
    }
    : { rowFactors: exactFactors(rows), columnFactors: exactFactors(columns) };
  const facts = {
    layers: kernels.map(({ layer }) => layer),
    shape: [rows, columns] as const,
    parameters: kernels.reduce((sum, { parameters }) => sum + parameters, 0),
    denseParameters: rows * columns,
    split,
  };
  const entries = kernels.map(({ shape }) => shape[0] * shape[1]);
  if (Math.max(rows * columns, ...entries) > mostEntries) return facts;
  const tolerance = (shape: readonly [number, number]) => ({
    relativeTolerance: relativeTolerance ?? Math.max(...shape) * 2 ** -23,
  });
  const kernel = multiplied(kernels, [rows, columns]);
  const whole = [
    product(split.rowFactors),
    product(split.columnFactors),
  ] as const;
  const arranged = rearrange(multiplied(kernels, whole), split);
  return {
    ...facts,
    spectrum: spectrum(kernel, tolerance(kernel.shape)),
    kroneckerSpectrum: spectrum(arranged, tolerance(arranged.shape)),
  };
}

/** Product of kernels, the first with the given rows, the last with the given columns. */
function multiplied(
  kernels: readonly LayerKernel[],
  [rows, columns]: readonly [number, number],
): Matrix {
  return kernels.map(({ shape, write }, l) =>
    write(
      l === 0 ? rows : shape[0],
      l + 1 === kernels.length ? columns : shape[1],
    )
  ).reduce(multiply);
}
