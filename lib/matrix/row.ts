import type { Matrix } from "./matrix.ts";

/** Row k of a matrix, as a matrix of one row that shares its entries. */
export function row(a: Matrix, k: number): Matrix {
  const columns = a.shape[1];
  return {
    shape: [1, columns],
    data: a.data.subarray(k * columns, (k + 1) * columns),
  };
}

/** The rows of a matrix, which share its entries. */
export function rowsOf(a: Matrix): Float64Array[] {
  return Array.from({ length: a.shape[0] }, (_, k) => row(a, k).data);
}
