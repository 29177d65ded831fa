import type { tf } from "../engine/tf.ts";
import type { FactoredLayer } from "../layer/factored_layer.ts";
import { type Matrix, toMatrix } from "../matrix/matrix.ts";
import { multiply } from "../matrix/multiply.ts";
import type { MatrixSplit } from "../matrix/rearrange.ts";
import { kroneckerMatrix } from "../op/kronecker_matrix.ts";
import {
  type KroneckerProducts,
  kroneckerSizes,
} from "../op/kronecker_products.ts";
import { exactFactors } from "./exact_factors.ts";

/** The kernel of a layer, as it is now. */
export interface LayerKernel {
  /** Path of the layer in its model. */
  readonly layer: string;
  /** Rows and columns. */
  readonly shape: readonly [number, number];
  /** Parameters of the kernel, without biases. */
  readonly parameters: number;
  /** Split of the rows and columns, whose products may be above `shape`. */
  readonly split: MatrixSplit;
  /** The kernel written out, with as many rows and columns as its split has at most. */
  write(rows: number, columns: number): Matrix;
}

/**
 * A layer's kernels, of which an attention or a feed-forward part has several.
 *
 * @param layer A layer that has been built.
 * @param path What it is called; with several kernels each has its name behind it.
 * @returns The kernels; none where the layer has none that is known.
 */
export function layerKernels(
  layer: tf.layers.Layer,
  path: string,
): LayerKernel[] {
  const factored = layer as FactoredLayer;
  const k = factored.kronecker?.();
  if (k) return [factoredKernel(path, k)];
  const parts = factored.kroneckers?.();
  if (parts) return partKernels(layer, path, parts);
  // the layer's own tensors, not to be disposed
  const [weight, second] = layer.getWeights();
  const className = layer.getClassName();
  if (className === "LowRankDense") {
    return [lowRankKernel(path, weight, second)];
  }
  return ["Dense", "Embedding"].includes(className)
    ? [wholeKernel(path, weight)]
    : [];
}

/** The kernels of a layer of several, some of them factored. */
function partKernels(
  layer: tf.layers.Layer,
  path: string,
  factored: Record<string, KroneckerProducts>,
): LayerKernel[] {
  const parts = new Map<string, LayerKernel>();
  for (const weight of layer.weights) {
    const [, part, kind] =
      /([^/]+)_(kernel|factor_1)$/.exec(weight.originalName) ?? [];
    if (part === undefined) continue;
    const name = `${path}/${part}`;
    parts.set(
      part,
      kind === "kernel"
        ? wholeKernel(name, weight.read())
        : factoredKernel(name, factored[part]),
    );
  }
  return [...parts.values()];
}

function wholeKernel(layer: string, weight: tf.Tensor): LayerKernel {
  const [rows, columns] = weight.shape;
  return {
    layer,
    shape: [rows, columns],
    parameters: weight.size,
    split: {
      rowFactors: exactFactors(rows),
      columnFactors: exactFactors(columns),
    },
    write: () => toMatrix(weight),
  };
}

function factoredKernel(
  layer: string,
  k: KroneckerProducts,
): LayerKernel {
  const { rowFactors, columnFactors } = kroneckerSizes(k, "analyse a model");
  return {
    layer,
    shape: [k.rows, k.columns],
    parameters: k.factors.reduce((sum, factor) => sum + factor.size, 0),
    split: { rowFactors, columnFactors },
    write: (rows, columns) => writeOut({ ...k, rows, columns }),
  };
}

/** `left · right` is the sum of the columns of one, Kronecker the rows of the other. */
function lowRankKernel(
  layer: string,
  left: tf.Tensor,
  right: tf.Tensor,
): LayerKernel {
  const [rows, columns] = [left.shape[0], right.size / right.shape[0]];
  return {
    layer,
    shape: [rows, columns],
    parameters: left.size + right.size,
    split: { rowFactors: [rows, 1], columnFactors: [1, columns] },
    write: () => multiply(toMatrix(left), toMatrix(right)),
  };
}

function writeOut(k: KroneckerProducts): Matrix {
  const kernel = kroneckerMatrix(k);
  const matrix = toMatrix(kernel);
  kernel.dispose();
  return matrix;
}
