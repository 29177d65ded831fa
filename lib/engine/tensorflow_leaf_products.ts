import { splitPosition } from "../shape/split_position.ts";
import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
import { kronlabOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";
import {
  LEAF_PRODUCTS,
  LEAF_PRODUCTS_GRADIENT,
  type LeafProductsAttributes,
} from "./wasm_leaf_products.ts";

/**
 * Registers rows of factored tables for native TensorFlow on a processor: the operations
 * of `leaf_products.cc`, which `deno task native` compiles.
 */
export function registerTensorFlowLeafProducts(): void {
  registerTensorFlowKernel<LeafProductsAttributes>(
    LEAF_PRODUCTS,
    (factors, attributes) =>
      run("KronlabLeafProducts", {
        inputs: [],
        factors,
        attributes,
        outputs: 1,
      })[0],
  );
  registerTensorFlowKernel<LeafProductsAttributes>(
    LEAF_PRODUCTS_GRADIENT,
    ([slopes, ...factors], attributes) =>
      run("KronlabLeafProductsGradient", {
        inputs: [slopes],
        factors,
        attributes,
        outputs: factors.length,
      }),
  );
}

/** One of the operations; the digits stand between other inputs and the factors. */
function run(
  name: string,
  { inputs, factors, attributes: { digits, rowAxis, columns }, outputs }: {
    readonly inputs: readonly tf.TensorInfo[];
    readonly factors: readonly tf.TensorInfo[];
    readonly attributes: LeafProductsAttributes;
    readonly outputs: number;
  },
): tf.Tensor[] {
  const order = factors.length;
  const rows = tf.tensor2d(digits, [digits.length / order, order], "int32");
  const split = splitPosition(factors.map(({ shape }) => shape[2]));
  const results = kronlabOperation(name, {
    inputs: [...inputs, rows],
    list: factors,
    attributes: { row_axis: rowAxis, split, columns },
    outputs,
  });
  rows.dispose();
  return results;
}
