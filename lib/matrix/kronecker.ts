import { type Matrix, zeros } from "./matrix.ts";

/**
 * Kronecker product: every entry of `a` times the whole of `b`.
 *
 * @param a A matrix `[m, n]`.
 * @param b A matrix `[p, q]`.
 * @returns A matrix `[m·p, n·q]`, the digits of `a` the more significant ones.
 * @throws {RangeError} If the product would take more than 2 GiB.
 */
export function kronecker(a: Matrix, b: Matrix): Matrix {
  const [m, n] = a.shape;
  const [p, q] = b.shape;
  const out = zeros([m * p, n * q]);
  let next = 0;
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < p; k++) {
      for (let j = 0; j < n; j++) {
        const left = a.data[i * n + j];
        for (let l = 0; l < q; l++) {
          out.data[next++] = left * b.data[k * q + l];
        }
      }
    }
  }
  return out;
}

/** What a Kronecker product with leaves a matrix as it is. */
export const ONE: Matrix = { shape: [1, 1], data: Float64Array.of(1) };
