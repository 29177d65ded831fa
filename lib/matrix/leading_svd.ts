import { Matrix as MlMatrix, SVD } from "ml-matrix";
import { dot } from "./dot.ts";
import { type Matrix, transpose } from "./matrix.ts";
import { normal, type RandomSource, randomSource } from "./random_source.ts";
import { row } from "./row.ts";
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
  const rows = rowsOf(matrix);
  const columns = rowsOf(transpose(matrix));
  const random = randomSource(1);
  const left: Float64Array[] = [];
  const right: Float64Array[] = [];
  const images: Float64Array[] = []; // of the left ones by the transpose
  let block = Array.from({ length: count }, () => drawn(n, random));
  for (let next = 2 * count; left.length + count <= most;) {
    block = extend(right, block, random);
    const added = extend(left, block.map((v) => product(rows, v)), random);
    block = added.map((u) => product(columns, u));
    images.push(...block);
    if (left.length < next) continue;
    const found = within({ left, right, images }, count);
    if (found) return found;
    next = left.length * 1.25;
  }
  return undefined;
}

/** Orthonormal bases of spaces of left and right vectors, and the images of the left. */
interface Spaces {
  readonly left: readonly Float64Array[];
  readonly right: readonly Float64Array[];
  readonly images: readonly Float64Array[];
}

/** The largest values within the spaces, if these are the matrix's own. */
function within(
  { left, right, images }: Spaces,
  count: number,
): TruncatedSvd | undefined {
  const inner = new MlMatrix(images.map((image) => product(right, image)));
  const svd = new SVD(inner);
  const values = svd.diagonal.slice(0, count);
  const combined = (basis: readonly Float64Array[], vectors: MlMatrix) =>
    values.map((_, k) => combination(basis, vectors.getColumn(k)));
  const ends = combined(right, svd.rightSingularVectors);
  const towards = combined(images, svd.leftSingularVectors);
  for (const [k, value] of values.entries()) {
    const residual = towards[k].map((x, i) => x - value * ends[k][i]);
    const bound = Math.max(TOLERANCE * value, ROUNDING * values[0]);
    if (Math.sqrt(dot(residual, residual)) > bound) return undefined;
  }
  return { values, left: combined(left, svd.leftSingularVectors), right: ends };
}

/** Adds vectors to an orthonormal basis, made orthonormal themselves, and returns these. */
function extend(
  basis: Float64Array[],
  vectors: readonly Float64Array[],
  random: RandomSource,
): Float64Array[] {
  return vectors.map((vector) => {
    let rest = vector;
    for (;;) {
      const before = Math.sqrt(dot(rest, rest));
      rest = without(basis, without(basis, rest)); // once leaves what was rounded
      const length = Math.sqrt(dot(rest, rest));
      if (length > ROUNDING * before) {
        const unit = rest.map((x) => x / length);
        basis.push(unit);
        return unit;
      }
      rest = drawn(vector.length, random); // it had nothing new
    }
  });
}

/** A vector less its part in the space of a basis. */
function without(
  basis: readonly Float64Array[],
  vector: Float64Array,
): Float64Array {
  const rest = vector.slice();
  for (const unit of basis) add(rest, -dot(unit, rest), unit);
  return rest;
}

/** Sum of vectors, each times its weight. */
function combination(
  vectors: readonly Float64Array[],
  weights: readonly number[],
): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const [k, vector] of vectors.entries()) add(sum, weights[k], vector);
  return sum;
}

/** Adds a multiple of a vector to another one. */
function add(sum: Float64Array, weight: number, vector: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += weight * vector[i];
}

/** What a matrix of these rows makes of a vector. */
function product(
  rows: readonly Float64Array[],
  vector: Float64Array,
): Float64Array {
  return Float64Array.from(rows, (entries) => dot(entries, vector));
}

/** The rows of a matrix, which share its entries. */
function rowsOf(matrix: Matrix): Float64Array[] {
  const [m] = matrix.shape;
  return Array.from({ length: m }, (_, i) => row(matrix, i).data);
}

/** A vector of numbers from the standard normal distribution. */
function drawn(length: number, random: RandomSource): Float64Array {
  return Float64Array.from({ length }, () => normal(random));
}
