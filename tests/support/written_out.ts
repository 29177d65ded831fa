import { tf } from "../../lib/engine/tf.ts";
import type { KroneckerProducts } from "../../lib/op/kronecker_products.ts";
import { digits } from "../../lib/shape/digits.ts";

/**
 * The matrix of a sum of Kronecker products, entry by entry from its definition,
 * `K[i, c] = Σ_k Π_j F_j[k][i_j][c_j]`, in float64 until the last step.
 */
export function writtenOut(k: KroneckerProducts): tf.Tensor2D {
  const values = k.factors.map((factor) => factor.arraySync());
  const rowFactors = k.factors.map(({ shape }) => shape[1]);
  const columnFactors = k.factors.map(({ shape }) => shape[2]);
  const entry = (i: number, c: number) => {
    const [row, column] = [digits(i, rowFactors), digits(c, columnFactors)];
    let sum = 0;
    for (let term = 0; term < k.factors[0].shape[0]; term++) {
      sum += values.reduce(
        (product, factor, j) => product * factor[term][row[j]][column[j]],
        1,
      );
    }
    return sum;
  };
  return tf.tensor2d(
    Array.from(
      { length: k.rows },
      (_, i) => Array.from({ length: k.columns }, (_, c) => entry(i, c)),
    ),
  );
}
