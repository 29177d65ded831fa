import type { tf } from "../engine/tf.ts";
import { checkObject } from "../error/check_object.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { ShapeError } from "../error/shape_error.ts";
import { product } from "../shape/product.ts";
import { checkFactorTensors } from "./check_tensor.ts";
import { checkFloats } from "./floats.ts";

/**
 * A sum of Kronecker products, `K = Σ_k F_1[k] ⊗ F_2[k] ⊗ … ⊗ F_d[k]`, cut to its
 * first `rows` rows and `columns` columns.
 *
 * Row `i` has mixed-radix digits `(i_1 … i_d)`, the first the most significant
 * (the order of `numpy.kron`), columns alike:
 * `K[i, c] = Σ_k Π_j F_j[k][i_j][c_j]`.
 */
export interface KroneckerProducts {
  /** Rows of K; an integer in `[1, Π rows_j]`. */
  readonly rows: number;
  /** Columns of K; an integer in `[1, Π columns_j]`. */
  readonly columns: number;
  /** Factor `j` is a float32 tensor `[rank, rows_j, columns_j]`. */
  readonly factors: readonly tf.Tensor3D[];
}

/** The integers of a {@linkcode KroneckerProducts}, without its values. */
export interface KroneckerSizes {
  /** Number of terms. */
  readonly rank: number;
  /** `rows_j` of each factor. */
  readonly rowFactors: readonly number[];
  /** `columns_j` of each factor. */
  readonly columnFactors: readonly number[];
}

/**
 * Sizes of a sum of Kronecker products, after a check that they fit together.
 *
 * @param k The sum of products.
 * @param action What can't be done otherwise, for the message.
 * @returns Its rank and the shapes of its factors.
 * @throws {ShapeError} If there is no factor, a factor is not
 *   `[rank, rows_j, columns_j]`, or the factors hold fewer than `rows` rows or
 *   `columns` columns.
 * @throws {RangeError} If `rows`, `columns` or the rank is not an integer >= 1.
 * @throws {TypeError} If it is no such object or a factor is not float32.
 */
export function kroneckerSizes(
  k: KroneckerProducts,
  action: string,
): KroneckerSizes {
  checkObject(
    action,
    "k",
    k,
    "an object { rows, columns, factors } such as nearestKroneckerProducts() makes",
  );
  const { rows, columns, factors } = k;
  checkFactorTensors(action, factors);
  const rank = factors[0]?.shape[0];
  if (rank === undefined) {
    throw new ShapeError(action, "that of at least one factor", []);
  }
  checkPositiveIntegers(action, { rows, columns, rank });
  for (const { shape } of factors) {
    if (shape.length !== 3 || shape[0] !== rank) {
      throw new ShapeError(action, `[${rank}, rows_j, columns_j]`, shape);
    }
  }
  checkFloats(action, factors);
  const rowFactors = factors.map(({ shape }) => shape[1]);
  const columnFactors = factors.map(({ shape }) => shape[2]);
  if (product(rowFactors) < rows || product(columnFactors) < columns) {
    throw new ShapeError(
      action,
      `[at least ${rows}, at least ${columns}]`,
      [product(rowFactors), product(columnFactors)],
    );
  }
  return { rank, rowFactors, columnFactors };
}
