import { TWO_FACTOR_MATRIX } from "../engine/tensorflow_two_factor_matrix.ts";
import { tf } from "../engine/tf.ts";
import { firstDerivativesOnly } from "./first_derivatives_only.ts";

/**
 * `Σ_k A[k] ⊗ B[k]`, written out.
 *
 * @param a `[rank, n_1, m_1]`
 * @param b `[rank, n_2, m_2]`
 * @returns `[n_1·n_2, m_1·m_2]`
 */
export function twoFactorMatrix(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor2D {
  const op = tf.customGrad((...inputs) => {
    const [a, b, save] = inputs as unknown as [
      tf.Tensor3D,
      tf.Tensor3D,
      tf.GradSaveFunc,
    ];
    save([a, b]);
    return {
      value: value(a, b),
      gradFunc: (slopes: tf.Tensor, saved: tf.Tensor[]) =>
        firstDerivativesOnly(
          "kroneckerMatrix",
          [slopes, ...saved],
          twoFactorMatrixGradient(
            slopes as tf.Tensor2D,
            saved[0] as tf.Tensor3D,
            saved[1] as tf.Tensor3D,
          ),
        ),
    } as { value: tf.Tensor; gradFunc: () => tf.Tensor[] };
  });
  return op(a, b) as tf.Tensor2D;
}

/**
 * The gradient of {@linkcode twoFactorMatrix}: with the slopes rearranged to G
 * `[n_1·m_1, n_2·m_2]`, that of A is `B·Gᵀ` and that of B is `A·G`.
 *
 * @param slopes Of the matrix, `[n_1·n_2, m_1·m_2]`.
 * @param a As above.
 * @param b As above.
 * @returns Of A and of B.
 */
export function twoFactorMatrixGradient(
  slopes: tf.Tensor2D,
  a: tf.Tensor3D,
  b: tf.Tensor3D,
): [tf.Tensor, tf.Tensor] {
  return tf.tidy(() => {
    const [left, right] = [flat(a), flat(b)];
    const byTerms = tf.reshape(
      tf.transpose(
        tf.reshape(slopes, [a.shape[1], b.shape[1], a.shape[2], b.shape[2]]),
        [0, 2, 1, 3],
      ),
      [left.shape[1], right.shape[1]],
    ) as tf.Tensor2D;
    return [
      tf.reshape(tf.matMul(right, byTerms, false, true), a.shape),
      tf.reshape(tf.matMul(left, byTerms), b.shape),
    ];
  });
}

function value(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor2D {
  if (tf.getKernel(TWO_FACTOR_MATRIX, tf.getBackend())) {
    return tf.engine().runKernel(TWO_FACTOR_MATRIX, { a, b });
  }
  return tf.tidy(() => {
    const products = tf.matMul(tf.transpose(flat(a)), flat(b));
    const [, n1, m1] = a.shape;
    const [, n2, m2] = b.shape;
    return tf.reshape(
      tf.transpose(tf.reshape(products, [n1, m1, n2, m2]), [0, 2, 1, 3]),
      [n1 * n2, m1 * m2],
    );
  });
}

/** A term a row. */
function flat(factor: tf.Tensor3D): tf.Tensor2D {
  const [rank, rows, columns] = factor.shape;
  return tf.reshape(factor, [rank, rows * columns]);
}
