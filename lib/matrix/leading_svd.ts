import { Matrix as MlMatrix, SVD } from "ml-matrix";
import { addCombinations } from "./add_combinations.ts";
import { dots } from "./dots.ts";
import { extendBasis } from "./extend_basis.ts";
import type { Matrix } from "./matrix.ts";
import { normal, randomSource } from "./random_source.ts";
import { rowsOf } from "./row.ts";
import type { TruncatedSvd } from "./truncated_svd.ts";

/** Of a value's residual to itself, which is the most that the value is off. */
const TOLERANCE = 2 ** -20;
/** Of a residual to the largest value, of which rounding leaves as much. */
const ROUNDING = 2 ** -40;

/**
 * The largest singular values and vectors of a matrix, without the others.
 *
 * A block of random vectors and what the matrix and its transpose make of it again and
 * again span spaces in which the largest singular vectors come to lie long before the
 * spaces are whole: for 8 of 1,024 × 1,024 random entries after some 240 vectors. The
 * block holds as many vectors as are wanted, so that equal values are all found.
 *
 * @param matrix A matrix `[m, n]` of finite numbers whose squares are finite, too.
 * @param count How many; an integer >= 1.
 * @returns Values, off by at most 2^-20 of themselves, and where they are apart by far less,
 *   and vectors, the same ones each time; nothing where two thirds of the space don't
 *   suffice, as it takes less time to find all of them then.
 *
 * @see G. H. Golub, F. T. Luk, M. L. Overton, "A block Lanczos method for computing the
 *   singular values and corresponding singular vectors of a matrix", 1981.
 */
export function leadingSvd(
  matrix: Matrix,
  count: number,
): TruncatedSvd | undefined {
  const [m, n] = matrix.shape;
  const most = Math.min(m, n) * 2 / 3;
  if (2 * count > most) return undefined;
  const rows = rowsOf(matrix);
  const random = randomSource(1);
  const spaces: Spaces = { left: [], right: [], steps: [] };
  const { left, right, steps } = spaces;
  const start = zeroVectors(count, n);
  for (const vector of start) {
    vector.forEach((_, i) => vector[i] = normal(random));
  }
  extendBasis(right, start, random);
  for (let next = 2 * count; left.length + count <= most;) {
    const images = dots(rows, right.slice(-count));
    const within = extendBasis(left, images, random);
    const back = zeroVectors(count, n);
    addCombinations(back, left.slice(-count), rows);
    const beyond = extendBasis(right, back, random);
    steps.push({ within, beyond });
    if (left.length < next) continue;
    const found = leadingWithin(spaces, count);
    if (found) return found;
    next = left.length * 1.25;
  }
  return undefined;
}

/** Orthonormal bases of spaces of left and right vectors, the right one a block ahead. */
interface Spaces {
  readonly left: Float64Array[];
  readonly right: Float64Array[];
  /**
   * What the matrix does, block by block: it makes of a right one the left one times
   * `within` and more of the left one before; its transpose makes of the left one the
   * next right one times `beyond` and more of the right one.
   */
  readonly steps: { within: number[][]; beyond: number[][] }[];
}

/** The largest values within the spaces, if these are the matrix's own. */
function leadingWithin(
  { left, right, steps }: Spaces,
  count: number,
): TruncatedSvd | undefined {
  const svd = new SVD(new MlMatrix(innerRows(steps)));
  const values = svd.diagonal.slice(0, count);
  const weights = (vectors: MlMatrix) =>
    values.map((_, k) => Float64Array.from(vectors.getColumn(k)));
  const weightsOfLeft = weights(svd.leftSingularVectors);
  const { beyond } = steps[steps.length - 1];
  for (const [k, value] of values.entries()) {
    const newest = weightsOfLeft[k].subarray(-count);
    const outside = beyond.map((row) =>
      row.reduce((sum, x, i) => sum + x * newest[i], 0)
    );
    const bound = Math.max(TOLERANCE * value, ROUNDING * values[0]);
    if (Math.hypot(...outside) > bound) return undefined;
  }
  return {
    values,
    left: combinations(weightsOfLeft, left),
    right: combinations(
      weights(svd.rightSingularVectors),
      right.slice(0, left.length),
    ),
  };
}

/** The matrix between the two bases: blocks on its diagonal, and on their right. */
function innerRows(steps: Spaces["steps"]): Float64Array[] {
  const count = steps[0].within.length;
  return steps.flatMap(({ within, beyond }, step) =>
    within.map((entries, i) => {
      const row = new Float64Array(count * steps.length);
      row.set(entries, step * count);
      if (step + 1 < steps.length) {
        row.set(beyond.map((column) => column[i]), (step + 1) * count);
      }
      return row;
    })
  );
}

/** Sums of rows, each row times its weight. */
function combinations(
  weights: readonly Float64Array[],
  rows: readonly Float64Array[],
): Float64Array[] {
  const sums = zeroVectors(weights.length, rows[0].length);
  addCombinations(sums, weights, rows);
  return sums;
}

/** Vectors of zeros. */
function zeroVectors(count: number, length: number): Float64Array[] {
  return Array.from({ length: count }, () => new Float64Array(length));
}
