import type { Matrix } from "./matrix.ts";

/** Row k of a matrix, as a matrix of one row that shares its entries. */
export function row(a: Matrix, k: number): Matrix {
  const columns = a.shape[1];
  return {
    shape: [1, columns],
    data: a.data.subarray(k * columns, (k + 1) * columns),
  };
}
