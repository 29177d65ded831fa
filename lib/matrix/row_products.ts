import { kronecker, ONE } from "./kronecker.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { row } from "./row.ts";

/** Row k of the result is the Kronecker product of the factors' rows k, of which each has `rank`. */
export function rowProducts(factors: readonly Matrix[], rank: number): Matrix {
  const width = factors.reduce((all, { shape }) => all * shape[1], 1);
  const out = zeros([rank, width]);
  for (let k = 0; k < rank; k++) {
    const term = factors.map((factor) => row(factor, k)).reduce(kronecker, ONE);
    out.data.set(term.data, k * width);
  }
  return out;
}
