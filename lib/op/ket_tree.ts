import { tf } from "../engine/tf.ts";
import { checkIds } from "./check_ids.ts";
import { checkKetFactors } from "./ket_rows.ts";
import type { KetFactors } from "./ket_rows.ts";

/** Added to the variance before the root is taken. */
const EPSILON = 1e-5;

/**
 * Rows of a word2ket embedding with layer normalization inside the tree of products.
 *
 * The leaves of a term are multiplied in pairs, the products in pairs again, and so
 * on up a balanced tree; the vector at each inner node is brought to mean 0 and
 * variance 1, without weights. Then the terms are added and the first columns kept.
 * This keeps gradients of high orders from vanishing or growing with the products.
 *
 * @param k The embedding, `[vocabulary, columns]`.
 * @param ids Word numbers, int32, of any shape, each in `[0, vocabulary)`.
 * @returns Rows, `[…ids, columns]`.
 * @throws {ShapeError} If the factors do not fit together or hold fewer than
 *   `columns` columns.
 * @throws {TypeError} If `ids` is not int32, or `k` no such object of float32 tensors.
 * @throws {RangeError} If an id is outside `[0, vocabulary)`.
 *
 * @see Panahi, Saeedi and Arodz, "word2ket", ICLR 2020, arXiv:1911.04975, section 2.3.
 *
 * @example The product [1, 2] ⊗ [3, 4] = [3, 4, 6, 8], normalized
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const factors = [tf.tensor3d([[[1, 2]]]), tf.tensor3d([[[3, 4]]])];
 * const row = ketTreeRows({ columns: 4, factors }, tf.scalar(0, "int32"));
 * const deviation = Math.sqrt(3.6875); // around the mean 5.25
 * assertAlmostEquals(row.dataSync()[3], (8 - 5.25) / deviation, 1e-5);
 * ```
 */
export function ketTreeRows(k: KetFactors, ids: tf.Tensor): tf.Tensor {
  checkIds(ids, checkKetFactors(k));
  return tf.tidy(() => {
    const flat = tf.reshape(ids, [-1]);
    // [ids, rank, columns_j]
    let nodes = k.factors.map((factor) => tf.gather(factor, flat));
    while (nodes.length > 1) nodes = pairs(nodes);
    const rows = tf.sum(nodes[0], 1); // [ids, Π columns_j]
    return tf.reshape(
      tf.slice(rows, [0, 0], [-1, k.columns]),
      [...ids.shape, k.columns],
    );
  });
}

/** The next level of the tree; an odd node out goes up as it is. */
function pairs(nodes: readonly tf.Tensor3D[]): tf.Tensor3D[] {
  const parents: tf.Tensor3D[] = [];
  for (let j = 0; j < nodes.length; j += 2) {
    parents.push(
      j + 1 < nodes.length ? product(nodes[j], nodes[j + 1]) : nodes[j],
    );
  }
  return parents;
}

function product(left: tf.Tensor3D, right: tf.Tensor3D): tf.Tensor3D {
  const [count, rank, columns] = left.shape;
  const vector = tf.reshape(
    tf.mul(tf.expandDims(left, 3), tf.expandDims(right, 2)),
    [count, rank, columns * right.shape[2]],
  );
  const centred = tf.sub(vector, tf.mean(vector, 2, true));
  const variance = tf.mean(tf.square(centred), 2, true);
  return tf.div(centred, tf.sqrt(tf.add(variance, EPSILON)));
}
