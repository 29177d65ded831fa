import {
  TWO_FACTOR_MATRIX,
  TWO_FACTOR_MATRIX_GRADIENT,
  type TwoFactorMatrixAttributes,
} from "../engine/tensorflow_two_factor_matrix.ts";
import { tf } from "../engine/tf.ts";
import { firstDerivativesOnly } from "./first_derivatives_only.ts";
import { withGradient } from "./with_gradient.ts";

/**
 * `Σ_k A[k] ⊗ B[k]`, written out and cut.
 *
 * @param a `[rank, n_1, m_1]`
 * @param b `[rank, n_2, m_2]`
 * @param cut Rows, up to `n_1·n_2`, and columns, up to `m_1·m_2`, that are kept.
 * @returns `[rows, columns]`
 */
export function twoFactorMatrix(
  a: tf.Tensor3D,
  b: tf.Tensor3D,
  cut: TwoFactorMatrixAttributes,
): tf.Tensor2D {
  return withGradient([a, b], (...inputs) => {
    const [a, b] = inputs as tf.Tensor3D[];
    return {
      value: value(a, b, cut),
      kept: inputs,
      gradient: (slopes, kept) => {
        const [a, b] = kept as tf.Tensor3D[];
        return firstDerivativesOnly(
          "kroneckerMatrix()",
          [slopes, a, b],
          twoFactorMatrixGradient(slopes as tf.Tensor2D, a, b),
        );
      },
    };
  }) as tf.Tensor2D;
}

/**
 * The gradient of {@linkcode twoFactorMatrix}: with the slopes rearranged to G
 * `[n_1·m_1, n_2·m_2]`, that of A is `B·Gᵀ` and that of B is `A·G`.
 *
 * @param slopes Of the matrix, `[rows, columns]`; those that were cut off are 0.
 * @param a As above.
 * @param b As above.
 * @returns Of A and of B.
 */
export function twoFactorMatrixGradient(
  slopes: tf.Tensor2D,
  a: tf.Tensor3D,
  b: tf.Tensor3D,
): tf.Tensor[] {
  const [rows, columns] = slopes.shape;
  if (tf.getKernel(TWO_FACTOR_MATRIX_GRADIENT, tf.getBackend())) {
    const inputs = { slopes, a, b };
    return tf.engine().runKernel(TWO_FACTOR_MATRIX_GRADIENT, inputs, {
      rows,
      columns,
    });
  }
  const [, n1, m1] = a.shape;
  const [, n2, m2] = b.shape;
  return tf.tidy(() => {
    const [left, right] = [flat(a), flat(b)];
    const cut = rows < n1 * n2 || columns < m1 * m2;
    const padding: [[number, number], [number, number]] = [
      [0, n1 * n2 - rows],
      [0, m1 * m2 - columns],
    ];
    const all = cut ? tf.pad2d(slopes, padding) : slopes;
    const byTerms: tf.Tensor2D = tf.reshape(
      tf.transpose(tf.reshape(all, [n1, n2, m1, m2]), [0, 2, 1, 3]),
      [n1 * m1, n2 * m2],
    );
    return [
      tf.reshape(tf.matMul(right, byTerms, false, true), a.shape),
      tf.reshape(tf.matMul(left, byTerms), b.shape),
    ];
  });
}

function value(
  a: tf.Tensor3D,
  b: tf.Tensor3D,
  cut: TwoFactorMatrixAttributes,
): tf.Tensor2D {
  if (tf.getKernel(TWO_FACTOR_MATRIX, tf.getBackend())) {
    return tf.engine().runKernel(TWO_FACTOR_MATRIX, { a, b }, cut);
  }
  return tf.tidy(() => {
    const products = tf.matMul(tf.transpose(flat(a)), flat(b));
    const [, n1, m1] = a.shape;
    const [, n2, m2] = b.shape;
    const whole: tf.Tensor2D = tf.reshape(
      tf.transpose(tf.reshape(products, [n1, m1, n2, m2]), [0, 2, 1, 3]),
      [n1 * n2, m1 * m2],
    );
    const { rows, columns } = cut;
    const uncut = rows === n1 * n2 && columns === m1 * m2;
    return uncut ? whole : tf.slice2d(whole, [0, 0], [rows, columns]);
  });
}

/** A term a row. */
function flat(factor: tf.Tensor3D): tf.Tensor2D {
  const [rank, rows, columns] = factor.shape;
  return tf.reshape(factor, [rank, rows * columns]);
}
