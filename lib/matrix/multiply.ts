import { ShapeError } from "../error/shape_error.ts";
import { type Matrix, zeros } from "./matrix.ts";

/**
 * Product of two matrices.
 *
 * @param a A matrix `[m, k]`.
 * @param b A matrix `[k, n]`.
 * @returns A matrix `[m, n]`.
 * @throws {ShapeError} If the matrices don't meet.
 */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const [m, inner] = a.shape;
  const n = b.shape[1];
  if (b.shape[0] !== inner) {
    throw new ShapeError("multiply matrices", `[${inner}, n]`, b.shape);
  }
  const out = zeros([m, n]);
  for (let i = 0; i < m; i++) {
    const row = out.data.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < inner; k++) {
      const weight = a.data[i * inner + k];
      const other = b.data.subarray(k * n, (k + 1) * n);
      for (let c = 0; c < n; c++) row[c] += weight * other[c];
    }
  }
  return out;
}
