import { tf } from "../engine/tf.ts";
import {
  LEAF_PRODUCTS,
  LEAF_PRODUCTS_GRADIENT,
} from "../engine/wasm_leaf_products.ts";
import type { LeafProductsAttributes } from "../engine/wasm_leaf_products.ts";
import { firstDerivativesOnly } from "./first_derivatives_only.ts";
import {
  leafProductsGradient,
  leafProductsValue,
} from "./leaf_products_by_blocks.ts";
import { runKernel } from "./run_kernel.ts";
import { withGradient } from "./with_gradient.ts";

/**
 * Rows of a factored embedding: for each id the sum over the terms of the Kronecker
 * products of its leaves, cut to the first columns.
 *
 * Where the backend has our fused kernel, that is used, elsewhere operations of
 * TensorFlow.js, a block of ids at a time. Either way the table is never written
 * out. Both have first derivatives only.
 *
 * @param factors Factor `j` is `[rank, rows_j, columns_j]` (`rowAxis` 1) or
 *   `[rows_j, rank, columns_j]` (`rowAxis` 0), float32.
 * @param attributes The row that each id takes of each factor, and the columns kept.
 * @param options.name Name of the public function, for errors.
 * @returns `[ids, columns]`
 */
export function leafProducts(
  factors: readonly tf.Tensor3D[],
  attributes: LeafProductsAttributes,
  { name }: { readonly name: string },
): tf.Tensor2D {
  const { value, gradient } = implementation(attributes);
  return withGradient(factors, (...inputs) => ({
    value: value(inputs as tf.Tensor3D[]),
    kept: inputs,
    gradient: (slopes, kept) =>
      firstDerivativesOnly(
        name,
        [slopes, ...kept],
        gradient(slopes, kept as tf.Tensor3D[]),
      ),
  })) as tf.Tensor2D;
}

/** How rows and gradients are computed. */
interface Implementation {
  value(factors: tf.Tensor3D[]): tf.Tensor;
  gradient(slopes: tf.Tensor, factors: tf.Tensor3D[]): tf.Tensor[];
}

function implementation(attributes: LeafProductsAttributes): Implementation {
  if (attributes.digits.length === 0) {
    return {
      value: () => tf.zeros([0, attributes.columns]),
      gradient: (_, factors) => factors.map((factor) => tf.zerosLike(factor)),
    };
  }
  if (tf.getKernel(LEAF_PRODUCTS, tf.getBackend()) !== undefined) {
    return {
      value: (factors) => runKernel(LEAF_PRODUCTS, factors, attributes),
      gradient: (slopes, factors) =>
        runKernel(LEAF_PRODUCTS_GRADIENT, [slopes, ...factors], attributes),
    };
  }
  return {
    value: (factors) => leafProductsValue(factors, attributes),
    gradient: (slopes, factors) =>
      leafProductsGradient(slopes, factors, attributes),
  };
}
