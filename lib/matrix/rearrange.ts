import { checkList } from "../error/check_list.ts";
import { checkObject } from "../error/check_object.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { ShapeError } from "../error/shape_error.ts";
import { product } from "../shape/product.ts";
import { type Matrix, type MatrixLike, toMatrix, zeros } from "./matrix.ts";

/** How the rows and the columns of a matrix are split into factors. */
export interface MatrixSplit {
  /** Sizes whose product is the number of rows; `order` integers >= 1. */
  readonly rowFactors: readonly number[];
  /** Sizes whose product is the number of columns; as many. */
  readonly columnFactors: readonly number[];
}

/** Which factors of the rearranged tensor make the rows of its unfolding. */
export interface UnfoldingOptions {
  /** Positions of factors, each in `[0, order)`, in any order; default `[0]`. */
  readonly unfolding?: readonly number[];
}

/**
 * The Van Loan rearrangement of a matrix: a sum of r Kronecker products becomes a
 * matrix of rank at most r.
 *
 * With `T[(i_1,c_1), …, (i_d,c_d)] = matrix[i, c]`, where `i` and `c` have the
 * mixed-radix digits `(i_1 … i_d)` and `(c_1 … c_d)`, the result is T unfolded:
 * the factors in `unfolding` index its rows, the others its columns.
 *
 * @param matrix A matrix `[Π rowFactors, Π columnFactors]`.
 * @param shapes How its rows and columns are split.
 * @param options Which factors make the rows; default the first.
 * @returns The same entries in another place.
 * @throws {ShapeError} If the factors don't make the matrix's shape.
 * @throws {RangeError} If `unfolding` is empty, whole, or names a factor twice or
 *   one that is not there, or a size is not an integer >= 1.
 * @throws {TypeError} If `matrix` is no matrix, `shapes` no such object, or there is no
 *   option of a name that was given.
 *
 * @see C. Van Loan, N. Pitsianis, "Approximation with Kronecker products", 1993.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const product = [[5, 10], [6, 12]]; // [[1, 2]] ⊗ [[5], [6]]
 * const { shape, data } = rearrange(product, {
 *   rowFactors: [1, 2],
 *   columnFactors: [2, 1],
 * });
 * assertEquals(shape, [2, 2]);
 * assertEquals([...data], [5, 6, 10, 12]); // rank 1: (1, 2) times (5, 6)
 * ```
 */
export function rearrange(
  matrix: MatrixLike,
  shapes: MatrixSplit,
  options: UnfoldingOptions = {},
): Matrix {
  const action = "rearrange a matrix";
  checkOptionNames(action, options, ["unfolding"]);
  const source = toMatrix(matrix);
  checkFactors(action, shapes);
  const { rowFactors, columnFactors } = shapes;
  const expected = [product(rowFactors), product(columnFactors)];
  if (expected.some((size, axis) => size !== source.shape[axis])) {
    throw new ShapeError(
      action,
      `[${expected.join(", ")}]`,
      source.shape,
    );
  }
  const left = checkUnfolding(rowFactors.length, options);
  const rowPlaces = places(rowFactors, columnFactors, left);
  const columnPlaces = places(columnFactors, rowFactors, left, true);
  const height = product(left.map((j) => rowFactors[j] * columnFactors[j]));
  const width = source.data.length / height;
  const out = zeros([height, width]);
  let next = 0;
  for (let i = 0; i < expected[0]; i++) {
    for (let c = 0; c < expected[1]; c++) {
      const row = rowPlaces.rows[i] + columnPlaces.rows[c];
      const column = rowPlaces.columns[i] + columnPlaces.columns[c];
      out.data[row * width + column] = source.data[next++];
    }
  }
  return out;
}

/**
 * Refuse shapes of which no sum of Kronecker products can be made.
 *
 * @param action What can't be done otherwise.
 * @param shapes The factors of rows and columns.
 * @throws {RangeError} If there is no factor, the numbers of factors differ, or a
 *   size is not an integer >= 1.
 * @throws {TypeError} If it is no object with arrays of both.
 */
export function checkFactors(action: string, shapes: MatrixSplit): void {
  const needed =
    "an object such as { rowFactors: [4, 4], columnFactors: [4, 4] }";
  checkObject(action, "shapes", shapes, needed);
  const { rowFactors, columnFactors } = shapes;
  checkList(action, "rowFactors", rowFactors, "an array of numbers");
  checkList(action, "columnFactors", columnFactors, "an array of numbers");
  if (rowFactors.length < 1 || rowFactors.length !== columnFactors.length) {
    throw new RangeError(
      `Cannot ${action} as rowFactors and columnFactors must hold as many sizes, at least 1: got ${rowFactors.length} and ${columnFactors.length}`,
    );
  }
  for (const [name, sizes] of Object.entries({ rowFactors, columnFactors })) {
    for (const [j, size] of sizes.entries()) {
      checkPositiveIntegers(action, { [`${name}[${j}]`]: size });
    }
  }
}

/**
 * The factors that make the rows of an unfolding, checked and in order.
 *
 * An order of 1 has one factor and no other to stand against it: its tensor is the
 * column of all entries.
 *
 * @param order Number of factors.
 * @param options Which factors; default the first.
 * @returns Positions in ascending order.
 * @throws {RangeError} If they are not a proper subset of the factors.
 */
export function checkUnfolding(
  order: number,
  { unfolding = [0] }: UnfoldingOptions,
): number[] {
  const chosen = [...new Set(unfolding)].sort((a, b) => a - b);
  const inRange = chosen.every((j) =>
    Number.isInteger(j) && j >= 0 && j < order
  );
  const isProper = chosen.length > 0 && (chosen.length < order || order === 1);
  if (!inRange || !isProper || chosen.length !== unfolding.length) {
    throw new RangeError(
      `Cannot unfold a tensor as unfolding must name some, not all, of its ${order} factors once each: got [${
        unfolding.join(", ")
      }]`,
    );
  }
  return chosen;
}

/** Where each index of one axis goes: its share of the row and of the column. */
function places(
  sizes: readonly number[],
  others: readonly number[],
  left: readonly number[],
  isMinor = false,
): { rows: Uint32Array; columns: Uint32Array } {
  const count = product(sizes);
  const rows = new Uint32Array(count);
  const columns = new Uint32Array(count);
  const stride = [1, 1];
  let below = 1;
  for (let j = sizes.length - 1; j >= 0; j--) {
    const side = left.includes(j) ? 0 : 1;
    const target = side === 0 ? rows : columns;
    // the pair (i_j, c_j) is one digit, of which c_j is the less significant part
    const step = stride[side] * (isMinor ? 1 : others[j]);
    for (let index = 0; index < count; index++) {
      target[index] += (Math.floor(index / below) % sizes[j]) * step;
    }
    stride[side] *= sizes[j] * others[j];
    below *= sizes[j];
  }
  return { rows, columns };
}
