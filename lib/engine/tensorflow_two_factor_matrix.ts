import { tensorflowEinsum } from "./tensorflow_operation.ts";
import { tf } from "./tf.ts";

/** Name of the kernel that writes out `Σ_k A[k] ⊗ B[k]`. */
export const TWO_FACTOR_MATRIX = "KroneckerTwoFactorMatrix";

/** Name of the kernel of its gradient: that of A, then that of B. */
export const TWO_FACTOR_MATRIX_GRADIENT = "KroneckerTwoFactorMatrixGradient";

/** Registers both for native TensorFlow, where one operation does for four. */
export function registerTensorFlowTwoFactorMatrix(): void {
  const backendName = "tensorflow";
  tf.registerKernel({
    kernelName: TWO_FACTOR_MATRIX,
    backendName,
    kernelFunc: ({ inputs }) => {
      const { a, b } = inputs as Record<string, tf.TensorInfo>;
      return tf.tidy(() => {
        const [rows, columns] = [1, 2].map((i) => a.shape[i] * b.shape[i]);
        const parts = tensorflowEinsum("tac,tbd->abcd", a, b);
        return tf.reshape(parts, [rows, columns]);
      });
    },
  });
  tf.registerKernel({
    kernelName: TWO_FACTOR_MATRIX_GRADIENT,
    backendName,
    kernelFunc: ({ inputs }) => {
      const { slopes, a, b } = inputs as Record<string, tf.TensorInfo>;
      const [, n1, m1] = a.shape;
      const [, n2, m2] = b.shape;
      return tf.tidy(() => {
        const parts = tf.reshape(slopes as tf.Tensor, [n1, n2, m1, m2]);
        return [
          tensorflowEinsum("abcd,tbd->tac", parts, b),
          tensorflowEinsum("abcd,tac->tbd", parts, a),
        ];
      });
    },
  });
}
