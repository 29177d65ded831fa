import { tensorflowEinsum } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";

/** Name of the kernel that writes out `Σ_k A[k] ⊗ B[k]`. */
export const TWO_FACTOR_MATRIX = "KroneckerTwoFactorMatrix";

/**
 * Registers it for native TensorFlow, where one operation does for four. The gradient
 * has no kernel: by operations, the slopes are turned once for both factors.
 */
export function registerTensorFlowTwoFactorMatrix(): void {
  tf.registerKernel({
    kernelName: TWO_FACTOR_MATRIX,
    backendName: "tensorflow",
    kernelFunc: ({ inputs }) => {
      const { a, b } = inputs as Record<string, tf.TensorInfo>;
      return tf.tidy(() => {
        const [rows, columns] = [1, 2].map((i) => a.shape[i] * b.shape[i]);
        const parts = tensorflowEinsum("tac,tbd->abcd", a, b);
        return tf.reshape(parts, [rows, columns]);
      });
    },
  });
}
