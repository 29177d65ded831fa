import type { tf } from "../engine/tf.ts";
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
 * A layer's kernel.
 *
 * @param layer A layer that has been built.
 * @param path What it is called.
 * @returns The kernel; nothing where the layer has none that is known.
 */
export function layerKernel(
  layer: tf.layers.Layer,
  path: string,
): LayerKernel | undefined {
  if (isFactored(layer)) return factoredKernel(path, layer.kronecker());
  // the layer's own tensors, not to be disposed
  const [weight, second] = layer.getWeights();
  if (layer.getClassName() === "LowRankDense") {
    return lowRankKernel(path, weight, second);
  }
  if (!["Dense", "Embedding"].includes(layer.getClassName())) return undefined;
  const [rows, columns] = weight.shape;
  return {
    layer: path,
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

function isFactored(
  layer: tf.layers.Layer,
): layer is tf.layers.Layer & { kronecker(): KroneckerProducts } {
  return typeof (layer as { kronecker?: unknown }).kronecker === "function";
}

function writeOut(k: KroneckerProducts): Matrix {
  const kernel = kroneckerMatrix(k);
  const matrix = toMatrix(kernel);
  kernel.dispose();
  return matrix;
}
