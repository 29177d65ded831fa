import { tf } from "../engine/tf.ts";
import { checkObject } from "../error/check_object.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { ShapeError } from "../error/shape_error.ts";
import {
  checkFinite,
  type Matrix,
  type MatrixLike,
  toMatrix,
  zeros,
} from "../matrix/matrix.ts";
import {
  checkFactors,
  type MatrixSplit,
  rearrange,
} from "../matrix/rearrange.ts";
import { truncatedSvd } from "../matrix/truncated_svd.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import { product } from "../shape/product.ts";
import { fitTerms, type FitTermsOptions } from "./fit_terms.ts";

/** What {@linkcode nearestKroneckerProducts} makes, and how long it looks for it. */
export interface NearestOptions extends MatrixSplit, FitTermsOptions {
  /** Number of terms; an integer >= 1. */
  readonly rank: number;
}

const ACTION = "approximate a matrix by Kronecker products";

const OPTIONS = optionNames<NearestOptions>({
  rank: true,
  rowFactors: true,
  columnFactors: true,
  sweeps: true,
  restarts: true,
  seed: true,
});

/**
 * The nearest sum of Kronecker products to a matrix, in the Frobenius norm: how a trained
 * dense layer or table becomes a factored one.
 *
 * For order 2 it is the truncated singular value decomposition of the rearranged matrix,
 * than which no sum of as many products is nearer. The decomposition takes seconds for a
 * million entries, and grows with the power 1.5; a few terms of a large matrix, whose
 * squared error is then the least but for 2e-6 of the terms' squares at most, take less.
 * For higher orders a nearest sum is not known to be found by any way, or may not be there;
 * alternating least squares from several starts find a near one, in
 * `order · rank · rows · columns` multiply–adds for a sweep: seconds for 256 × 256 at rank
 * 32. Where the factors hold more rows or columns than the matrix, it counts as continued
 * by zeros. Each term's factors have the same norm.
 *
 * @param matrix A matrix `[rows, columns]` of finite numbers, such as a kernel.
 * @param options Rank, and factors whose products are at least `rows` and `columns`.
 * @returns The sum, float32, for the caller to dispose; {@linkcode kroneckerMatrix}
 *   writes it out again.
 * @throws {RangeError} If an entry is NaN or infinite, or a size, rank, number of sweeps
 *   or restarts is not an integer >= 1.
 * @throws {ShapeError} If the factors hold fewer rows or columns than the matrix.
 * @throws {TypeError} If `matrix` is no matrix, `options` no such object, or there is no
 *   option of a name that was given.
 *
 * @see C. Van Loan, N. Pitsianis, "Approximation with Kronecker products", 1993.
 *
 * @example
 * ```ts
 * import { kroneckerMatrix } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const swap = [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]];
 * const factors = { rowFactors: [2, 2], columnFactors: [2, 2] };
 * const k = nearestKroneckerProducts(swap, { rank: 4, ...factors });
 * assertEquals(kroneckerMatrix(k).round().abs().arraySync(), swap);
 * ```
 */
export function nearestKroneckerProducts(
  matrix: MatrixLike,
  options: NearestOptions,
): KroneckerProducts {
  const needed =
    "an object such as { rank: 4, rowFactors: [4, 4], columnFactors: [4, 4] }";
  checkObject(ACTION, "options", options, needed);
  checkOptionNames(ACTION, options, OPTIONS);
  const { rank, rowFactors, columnFactors } = options;
  checkPositiveIntegers(ACTION, { rank });
  checkFactors(ACTION, options);
  const target = toMatrix(matrix);
  checkFinite(ACTION, target);
  const [rows, columns] = target.shape;
  const whole = [product(rowFactors), product(columnFactors)] as const;
  if (whole[0] < rows || whole[1] < columns) {
    throw new ShapeError(
      ACTION,
      `[at most ${whole[0]}, at most ${whole[1]}]`,
      target.shape,
    );
  }
  const padded = continued(target, whole);
  const terms = termsOf(padded, options);
  return {
    rows,
    columns,
    factors: rowFactors.map((height, j) =>
      tf.tensor3d(
        Float32Array.from({ length: rank * terms[j].shape[1] }, (_, i) =>
          terms[j].data[i] ?? 0),
        [rank, height, columnFactors[j]],
      )
    ),
  };
}

/** Factor j of all terms, `[terms, rows_j · columns_j]`; as many terms as there are. */
function termsOf(target: Matrix, options: NearestOptions): Matrix[] {
  const { rank, rowFactors } = options;
  if (rowFactors.length === 1) {
    return [{ shape: [1, target.data.length], data: target.data }];
  }
  if (rowFactors.length > 2) return fitTerms(target, options);
  const { values, left, right } = truncatedSvd(
    rearrange(target, options),
    rank,
  );
  return [left, right].map((vectors) => {
    const width = vectors[0].length;
    const out = zeros([values.length, width]);
    for (const [k, vector] of vectors.entries()) {
      const scale = Math.sqrt(values[k]);
      out.data.set(vector.map((value) => scale * value), k * width);
    }
    return out;
  });
}

/** The matrix with zeros behind its rows and columns. */
function continued(
  matrix: Matrix,
  shape: readonly [number, number],
): Matrix {
  const [rows, columns] = matrix.shape;
  const out = zeros(shape);
  for (let i = 0; i < rows; i++) {
    out.data.set(
      matrix.data.subarray(i * columns, (i + 1) * columns),
      i * shape[1],
    );
  }
  return out;
}
