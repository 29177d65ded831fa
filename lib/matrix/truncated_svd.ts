import { Matrix as MlMatrix, SVD } from "ml-matrix";
import { leadingSvd } from "./leading_svd.ts";
import { checkFinite, type Matrix } from "./matrix.ts";
import { unitScale } from "./unit_scale.ts";

/** The largest singular values of a matrix and their vectors. */
export interface TruncatedSvd {
  /** Singular values, the largest first. */
  readonly values: readonly number[];
  /** For each the left singular vector, of as many numbers as the matrix has rows. */
  readonly left: readonly Float64Array[];
  /** For each the right singular vector, of as many numbers as it has columns. */
  readonly right: readonly Float64Array[];
}

/** Up to this share, the largest are found in less time than all, even of a random matrix. */
const FEW = 1 / 32;
/** Rows or columns below which all of them take a second at most. */
const SMALL = 512;

/**
 * The largest singular values and vectors of a matrix in float64: all of them by
 * `ml-matrix`, but a few of many by {@linkcode leadingSvd}.
 *
 * @param matrix A matrix `[m, n]` of finite numbers.
 * @param count How many; fewer come if `min(m, n)` is less.
 * @returns Values and vectors, whose products sum up to the nearest matrix of the rank.
 * @throws {RangeError} If an entry is NaN or infinite.
 *
 * @see C. Eckart, G. Young, "The approximation of one matrix by another of lower rank", 1936.
 */
export function truncatedSvd(matrix: Matrix, count: number): TruncatedSvd {
  checkFinite("take singular vectors", matrix);
  const [m, n] = matrix.shape;
  const { unit, exponent } = unitScale(matrix); // of tiny numbers it finds no end
  const all = Math.min(m, n);
  const few = all >= SMALL && count <= FEW * all
    ? leadingSvd(unit, count)
    : undefined;
  if (few) {
    return { ...few, values: few.values.map((value) => value * 2 ** exponent) };
  }
  const svd = new SVD(MlMatrix.from1DArray(m, n, unit.data), {
    autoTranspose: true, // the algorithm wants m >= n
  });
  const kept = Array.from({ length: Math.min(all, count) }, (_, k) => k);
  const vectors = (all: MlMatrix) =>
    kept.map((k) => Float64Array.from(all.getColumn(k)));
  return {
    values: kept.map((k) => svd.diagonal[k] * 2 ** exponent),
    left: vectors(svd.leftSingularVectors),
    right: vectors(svd.rightSingularVectors),
  };
}
