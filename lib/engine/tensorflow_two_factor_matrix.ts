import { registerTensorFlowKernel } from "./tensorflow_kernel.ts";
import { kronlabOperation } from "./tensorflow_operation.ts";
import type { tf } from "./tf.ts";

/** Name of the kernel that writes out `Σ_k A[k] ⊗ B[k]`. */
export const TWO_FACTOR_MATRIX = "KroneckerTwoFactorMatrix";

/** Name of the kernel of its gradient, one output a factor. */
export const TWO_FACTOR_MATRIX_GRADIENT = "KroneckerTwoFactorMatrixGradient";

/** Attributes of both kernels; A and B are their last inputs. */
export interface TwoFactorMatrixAttributes extends tf.NamedAttrMap {
  /** Rows that are kept. */
  rows: number;
  /** Columns that are kept. */
  columns: number;
}

/**
 * Registers both for native TensorFlow on a processor: the operations of
 * `two_factor_matrix.cc`, which `deno task native` compiles.
 */
export function registerTensorFlowTwoFactorMatrix(): void {
  registerTensorFlowKernel<TwoFactorMatrixAttributes>(
    TWO_FACTOR_MATRIX,
    (list, { rows, columns }) =>
      kronlabOperation("KronlabTwoFactorMatrix", {
        inputs: [],
        list,
        attributes: { rows, columns },
        outputs: 1,
      })[0],
  );
  registerTensorFlowKernel<TwoFactorMatrixAttributes>(
    TWO_FACTOR_MATRIX_GRADIENT,
    ([slopes, ...factors], { rows, columns }) =>
      kronlabOperation("KronlabTwoFactorMatrixGradient", {
        inputs: [slopes],
        list: factors,
        attributes: { rows, columns },
        outputs: factors.length,
      }),
  );
}
