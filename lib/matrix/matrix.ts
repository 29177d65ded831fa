import { isObject } from "../error/describe_value.ts";
import { ShapeError } from "../error/shape_error.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { checkMemory } from "./check_memory.ts";

/** A matrix of float64 numbers, row after row. */
export interface Matrix {
  /** Rows and columns; integers >= 1. */
  readonly shape: readonly [number, number];
  /** The entries in row-major order. */
  readonly data: Float64Array;
}

/**
 * What the analysis takes for a matrix: a {@linkcode Matrix}, rows of numbers, or a
 * tensor of rank 2 (anything with `shape` and `dataSync()`).
 */
export type MatrixLike =
  | Matrix
  | readonly ArrayLike<number>[]
  | {
    /** Sizes of the tensor; two of them. */
    readonly shape: readonly number[];
    /** Entries in row-major order. */
    dataSync(): ArrayLike<number>;
  };

/**
 * A matrix of zeros.
 *
 * @param shape Rows and columns; integers >= 1.
 * @returns The matrix `[rows, columns]`.
 * @throws {RangeError} If it would take more than 2 GiB.
 */
export function zeros(shape: readonly [number, number]): Matrix {
  checkMemory("write out a matrix", shape);
  return { shape, data: new Float64Array(shape[0] * shape[1]) };
}

/**
 * A matrix of float64 numbers from whatever a user has.
 *
 * @param value A matrix, rows of numbers, or a tensor of rank 2.
 * @returns The matrix; `value` itself if it is one already.
 * @throws {ShapeError} If `value` has not two axes, is empty or its rows differ in
 *   length.
 * @throws {TypeError} If it is none of these.
 */
export function toMatrix(value: MatrixLike): Matrix {
  const action = "read a matrix";
  if (
    isObject(value) && "data" in value && value.data instanceof Float64Array
  ) {
    return value as Matrix;
  }
  if (isObject(value) && "dataSync" in value) {
    const { shape } = value;
    if (shape.length !== 2 || shape.some((size) => size < 1)) {
      throw new ShapeError(action, "[rows >= 1, columns >= 1]", shape);
    }
    return {
      shape: [shape[0], shape[1]],
      data: Float64Array.from(value.dataSync()),
    };
  }
  if (!Array.isArray(value)) {
    throw wrongKind(
      action,
      "it",
      "rows of numbers or a tensor of two axes",
      value,
    );
  }
  const rows = value as readonly ArrayLike<number>[];
  const columns = rows[0]?.length ?? 0;
  if (columns < 1) {
    throw new ShapeError(action, "[rows >= 1, columns >= 1]", [
      rows.length,
      columns,
    ]);
  }
  const ragged = rows.find((row) => row.length !== columns);
  if (ragged) {
    throw new ShapeError(action, `[${rows.length}, ${columns}]`, [
      rows.length,
      ragged.length,
    ]);
  }
  const data = new Float64Array(rows.length * columns);
  for (const [i, row] of rows.entries()) data.set(row, i * columns);
  return { shape: [rows.length, columns], data };
}

/**
 * The matrix mirrored at its diagonal.
 *
 * @param a A matrix `[rows, columns]`.
 * @returns A matrix `[columns, rows]`.
 */
export function transpose(a: Matrix): Matrix {
  const [rows, columns] = a.shape;
  const out = zeros([columns, rows]);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < columns; c++) {
      out.data[c * rows + i] = a.data[i * columns + c];
    }
  }
  return out;
}

/**
 * Refuse a matrix with an entry that is no number.
 *
 * @param action What can't be done otherwise.
 * @param a The matrix.
 * @throws {RangeError} If an entry is NaN or infinite; names the first such.
 */
export function checkFinite(action: string, a: Matrix): void {
  const place = a.data.findIndex((value) => !Number.isFinite(value));
  if (place >= 0) {
    const [, columns] = a.shape;
    throw new RangeError(
      `Cannot ${action} as every entry must be finite: got ${
        a.data[place]
      } at [${Math.floor(place / columns)}, ${place % columns}]`,
    );
  }
}
