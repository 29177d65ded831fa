import type { Matrix } from "./matrix.ts";
import {
  addCombination,
  inverse,
  PRODUCTS_PER_REDUCTION,
  reduce,
} from "./modular.ts";

/**
 * Rank of a matrix modulo a prime, by elimination: exact.
 *
 * Seven pivot rows are found and cleared against each other, then taken from all
 * rows below at once, so that an entry is reduced once for seven products.
 *
 * @param a Residues `[m, n]`; left as they are.
 * @param prime A prime below 2^26.
 * @returns An integer in `[0, min(m, n)]`, never more than the rank of an integer
 *   matrix with these residues.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const data = Float64Array.of(1, 2, 3, 8);
 * assertEquals(rankModulo({ shape: [2, 2], data }, 33_554_467), 2);
 * assertEquals(rankModulo({ shape: [2, 2], data }, 2), 1); // [[1, 0], [1, 0]]
 * ```
 */
export function rankModulo(a: Matrix, prime: number): number {
  const [m, n] = a.shape;
  const entries = a.data.map((value) => reduce(value, prime));
  const block = new Float64Array(PRODUCTS_PER_REDUCTION * n);
  const isPivot = new Uint8Array(n);
  let rank = 0;
  let start = 0; // all columns before it have their pivot
  let next = 0; // the first row not yet looked at
  while (next < m && rank < n) {
    const pivots: number[] = [];
    while (pivots.length < PRODUCTS_PER_REDUCTION && next < m) {
      const row = entries.subarray(next * n, (next + 1) * n);
      next++;
      clear(row, pivots, block, prime, start);
      const pivot = row.findIndex((value) => value !== 0);
      if (pivot < 0) continue;
      scale(row, inverse(row[pivot], prime), prime);
      for (let k = 0; k < pivots.length; k++) {
        const other = block.subarray(k * n, (k + 1) * n);
        addCombination(
          other,
          Float64Array.of(-other[pivot]),
          row,
          prime,
          start,
        );
      }
      block.set(row, pivots.length * n);
      pivots.push(pivot);
      isPivot[pivot] = 1;
    }
    for (let i = next; i < m; i++) {
      clear(entries.subarray(i * n, (i + 1) * n), pivots, block, prime, start);
    }
    rank += pivots.length;
    while (start < n && isPivot[start]) start++;
  }
  return rank;
}

/** Takes the block's rows from `row`, so that its entries at the pivots are 0. */
function clear(
  row: Float64Array,
  pivots: readonly number[],
  block: Float64Array,
  prime: number,
  start: number,
): void {
  const weights = Float64Array.from(pivots, (pivot) => -row[pivot]);
  addCombination(row, weights, block, prime, start);
}

function scale(row: Float64Array, factor: number, prime: number): void {
  for (let c = 0; c < row.length; c++) row[c] = reduce(row[c] * factor, prime);
}
