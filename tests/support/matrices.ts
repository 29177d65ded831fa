import fc from "fast-check";
import type { Matrix } from "../../lib/matrix/matrix.ts";

/** A matrix of small whole numbers, on which float64 arithmetic is exact. */
export function integerMatrix(
  rows: number,
  columns: number,
): fc.Arbitrary<Matrix> {
  return fc.array(fc.integer({ min: -9, max: 9 }), {
    minLength: rows * columns,
    maxLength: rows * columns,
  }).map((values) => ({
    shape: [rows, columns],
    data: Float64Array.from(values),
  }));
}
