import { tf } from "../engine/tf.ts";
import { checkIds } from "./check_ids.ts";
import { kroneckerSizes } from "./kronecker_products.ts";
import type { KroneckerProducts } from "./kronecker_products.ts";
import { leafProducts } from "./leaf_products.ts";
import { withoutRepeats } from "./without_repeats.ts";

/**
 * Rows of a sum of Kronecker products: the lookup of a word2ketXS embedding.
 *
 * Each row is multiplied out from the rows of the factors that the id's mixed-radix
 * digits pick, so the whole matrix is never written out. Gradients reach every
 * factor; ids that repeat add up. First derivatives only.
 *
 * @param k The matrix, `[rows, columns]`.
 * @param ids Row numbers, int32, of any shape, each in `[0, rows)`.
 * @returns Rows, `[…ids, columns]`.
 * @throws {ShapeError} If the factors do not fit `k`.
 * @throws {TypeError} If `ids` is not int32, or `k` no such object of float32 tensors.
 * @throws {RangeError} If an id is outside `[0, rows)`, or a size not an integer >= 1.
 *
 * @see Panahi, Saeedi and Arodz, "word2ket", ICLR 2020, arXiv:1911.04975, section 3.
 *
 * @example Row 5 of [[1, 2], [3, 4]] ⊗ [[0, 5], [6, 7], [8, 9]]
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tf.tensor3d([[[1, 2], [3, 4]]]);
 * const b = tf.tensor3d([[[0, 5], [6, 7], [8, 9]]]);
 * const k = { rows: 6, columns: 4, factors: [a, b] };
 * const row = kroneckerRows(k, tf.scalar(5, "int32")); // digits (1, 2)
 * assertEquals([...row.dataSync()], [24, 27, 32, 36]); // [3, 4] ⊗ [8, 9]
 * ```
 */
export function kroneckerRows(
  k: KroneckerProducts,
  ids: tf.Tensor,
): tf.Tensor {
  const { rowFactors } = kroneckerSizes(k, "look up rows");
  const values = checkIds(ids, k.rows);
  const lookUp = (ids: Int32Array) =>
    leafProducts(k.factors, {
      digits: digitsOf(ids, rowFactors),
      rowAxis: 1,
      columns: k.columns,
    }, { name: "kroneckerRows()" });
  return tf.tidy(() =>
    tf.reshape(withoutRepeats(values, lookUp), [...ids.shape, k.columns])
  );
}

/** Mixed-radix digits of each id, `[ids, order]`. */
function digitsOf(ids: Int32Array, rowFactors: readonly number[]): Int32Array {
  const order = rowFactors.length;
  const digits = new Int32Array(ids.length * order);
  for (let n = 0; n < ids.length; n++) {
    let rest = ids[n];
    for (let j = order - 1; j >= 0; j--) {
      digits[n * order + j] = rest % rowFactors[j];
      rest = Math.trunc(rest / rowFactors[j]);
    }
  }
  return digits;
}
