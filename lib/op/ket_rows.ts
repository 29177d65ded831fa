import { tf } from "../engine/tf.ts";
import { checkObject } from "../error/check_object.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { ShapeError } from "../error/shape_error.ts";
import { checkIds } from "./check_ids.ts";
import { checkFactorTensors } from "./check_tensor.ts";
import { checkFloats } from "./floats.ts";
import { leafProducts } from "./leaf_products.ts";
import { withoutRepeats } from "./without_repeats.ts";

/**
 * An embedding with a small tensor for each word:
 * `E[i] = Σ_k F_1[i, k] ⊗ F_2[i, k] ⊗ … ⊗ F_d[i, k]`, cut to the first columns.
 */
export interface KetFactors {
  /** Columns of E; an integer in `[1, Π columns_j]`. */
  readonly columns: number;
  /** Factor `j` is a float32 tensor `[vocabulary, rank, columns_j]`. */
  readonly factors: readonly tf.Tensor3D[];
}

/**
 * Rows of a word2ket embedding.
 *
 * Each row is multiplied out from the word's own leaves; the table is never written
 * out. Gradients reach every factor; ids that repeat add up. First derivatives only.
 *
 * @param k The embedding, `[vocabulary, columns]`.
 * @param ids Word numbers, int32, of any shape, each in `[0, vocabulary)`.
 * @returns Rows, `[…ids, columns]`.
 * @throws {ShapeError} If the factors do not fit together or hold fewer than
 *   `columns` columns.
 * @throws {TypeError} If `ids` is not int32, or `k` no such object of float32 tensors.
 * @throws {RangeError} If an id is outside `[0, vocabulary)`.
 *
 * @see Panahi, Saeedi and Arodz, "word2ket", ICLR 2020, arXiv:1911.04975, section 2.
 *
 * @example Two words, [1, 2] ⊗ [3, 4] and [5, 6] ⊗ [7, 8]
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const left = tf.tensor3d([[[1, 2]], [[5, 6]]]);
 * const right = tf.tensor3d([[[3, 4]], [[7, 8]]]);
 * const k = { columns: 4, factors: [left, right] };
 * const row = ketRows(k, tf.scalar(1, "int32"));
 * assertEquals([...row.dataSync()], [35, 40, 42, 48]);
 * ```
 */
export function ketRows(k: KetFactors, ids: tf.Tensor): tf.Tensor {
  const vocabulary = checkKetFactors(k);
  const values = checkIds(ids, vocabulary);
  const order = k.factors.length;
  const lookUp = (ids: Int32Array) => {
    const digits = new Int32Array(ids.length * order);
    for (let n = 0; n < ids.length; n++) {
      digits.fill(ids[n], n * order, (n + 1) * order);
    }
    return leafProducts(
      k.factors,
      { digits, rowAxis: 0, columns: k.columns },
      { name: "ketRows()" },
    );
  };
  return tf.tidy(() =>
    tf.reshape(withoutRepeats(values, lookUp), [...ids.shape, k.columns])
  );
}

/**
 * Vocabulary size of a word2ket embedding, after a check that its factors fit.
 *
 * @throws {ShapeError} If they don't.
 * @throws {RangeError} If `columns` or the rank is not an integer >= 1.
 * @throws {TypeError} If it is no such object or a factor is not float32.
 */
export function checkKetFactors(k: KetFactors): number {
  const action = "look up rows";
  checkObject(action, "k", k, "an object { columns, factors }");
  const { columns, factors } = k;
  checkFactorTensors(action, factors);
  if (factors.length === 0) {
    throw new ShapeError(action, "that of at least one factor", []);
  }
  const [vocabulary, rank] = factors[0].shape;
  checkPositiveIntegers(action, { columns, rank });
  for (const { shape } of factors) {
    if (shape.length !== 3 || shape[0] !== vocabulary || shape[1] !== rank) {
      throw new ShapeError(
        action,
        `[${vocabulary}, ${rank}, columns_j]`,
        shape,
      );
    }
  }
  checkFloats(action, factors);
  const width = factors.reduce((product, { shape }) => product * shape[2], 1);
  if (width < columns) {
    throw new ShapeError(action, `[${vocabulary}, at least ${columns}]`, [
      vocabulary,
      width,
    ]);
  }
  return vocabulary;
}
