import { kronlabOperation } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";

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
  tf.registerKernel({
    kernelName: TWO_FACTOR_MATRIX,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const { rows, columns } = attrs as TwoFactorMatrixAttributes;
      const [matrix] = kronlabOperation("KronlabTwoFactorMatrix", {
        inputs: [],
        list: Object.values(inputs) as tf.TensorInfo[],
        attributes: { rows, columns },
        outputs: 1,
      });
      return matrix;
    },
  });
  tf.registerKernel({
    kernelName: TWO_FACTOR_MATRIX_GRADIENT,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) => {
      const { rows, columns } = attrs as TwoFactorMatrixAttributes;
      const [slopes, ...factors] = Object.values(inputs) as tf.TensorInfo[];
      return kronlabOperation("KronlabTwoFactorMatrixGradient", {
        inputs: [slopes],
        list: factors,
        attributes: { rows, columns },
        outputs: factors.length,
      });
    },
  });
}
