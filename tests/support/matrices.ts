import fc from "fast-check";
import { type Matrix, zeros } from "../../lib/matrix/matrix.ts";

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

/** The product by its definition. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const [m, inner] = a.shape;
  const n = b.shape[1];
  const out = zeros([m, n]);
  for (let i = 0; i < m; i++) {
    for (let c = 0; c < n; c++) {
      for (let k = 0; k < inner; k++) {
        out.data[i * n + c] += a.data[i * inner + k] * b.data[k * n + c];
      }
    }
  }
  return out;
}
