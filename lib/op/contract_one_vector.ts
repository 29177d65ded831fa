import { BIASED_CONTRACTION } from "../engine/tensorflow_contraction.ts";
import { tf } from "../engine/tf.ts";
import { CONTRACTION } from "../engine/wasm_contraction.ts";
import type { ContractionAttributes } from "../engine/wasm_contraction.ts";
import { runKernel } from "./run_kernel.ts";

/**
 * Multiply–adds from which {@linkcode contractOneVector} is faster than one call of the
 * kernel: on native its operations around the products take 0.1 ms.
 */
const WORTH_SPLITTING = 2 ** 20;

/**
 * Whether {@linkcode contractOneVector} is for a product, on the backend in use.
 *
 * @param factors Of the matrix.
 * @param multiplyAdds What the vector takes, factor by factor.
 * @returns Whether it is faster.
 */
export function isWorthSplitting(
  factors: readonly tf.Tensor[],
  multiplyAdds: number,
): boolean {
  const backend = tf.getBackend();
  // a GPU takes vectors one by one
  const isSideBySide = backend === "wasm" ||
    tf.getKernel(BIASED_CONTRACTION, backend) !== undefined;
  return isSideBySide && factors.length === 2 &&
    multiplyAdds >= WORTH_SPLITTING;
}

/**
 * One vector times two factors, as two products of matrices by the kernel of products
 * with factors.
 *
 * That kernel puts vectors side by side, so that of a single one it computes 8 or 16
 * times as much as is wanted: here digits of the vector and of its outputs lie side by
 * side instead. Each output is the same sum in the same order, so the same number.
 *
 * @param x One vector, `[…, inputs]`.
 * @param factors Two, `[rank, rows_j, columns_j]`.
 * @param attributes Direction, sequence and cut.
 * @returns `[…, outputs]`
 */
export function contractOneVector(
  x: tf.Tensor,
  factors: readonly tf.Tensor[],
  { transposed, sequence, outputs }: ContractionAttributes,
): tf.Tensor {
  const [first, last] = sequence.map((j) => factors[j]);
  const isTurned = sequence[0] === 1;
  const [inputAxis, outputAxis] = transposed ? [2, 1] : [1, 2];
  const [rank] = first.shape;
  const [n1, n2] = [first.shape[inputAxis], last.shape[inputAxis]];
  const [m1, m2] = [first.shape[outputAxis], last.shape[outputAxis]];
  const padded = tf.pad1d(tf.reshape(x, [-1]), [0, n1 * n2 - x.size]);
  const digits = isTurned ? tf.transpose(tf.reshape(padded, [n2, n1])) : padded;
  const terms = multiply( // [rank·m1, n2]
    tf.reshape(
      transposed ? first : tf.transpose(first, [0, 2, 1]),
      [rank * m1, n1],
    ),
    tf.reshape(digits, [1, n1, n2]),
    { transposed: false, outputs: n2 },
  );
  const sums = multiply( // [m1, m2]
    tf.reshape(
      tf.transpose(tf.reshape(terms, [rank, m1, n2]), [1, 0, 2]),
      [m1, rank * n2],
    ),
    transposed
      ? tf.reshape(tf.transpose(last, [1, 0, 2]), [1, m2, rank * n2])
      : tf.reshape(last, [1, rank * n2, m2]),
    { transposed, outputs: m2 },
  );
  const inOrder = isTurned ? tf.transpose(sums) : sums;
  const all: tf.Tensor1D = tf.reshape(inOrder, [-1]);
  return tf.reshape(
    tf.slice1d(all, 0, outputs),
    [...x.shape.slice(0, -1), outputs],
  );
}

/** Vectors `[vectors, n]` times a single factor. */
function multiply(
  vectors: tf.Tensor,
  factor: tf.Tensor,
  attributes: Omit<ContractionAttributes, "sequence">,
): tf.Tensor {
  const result: tf.Tensor | tf.Tensor[] = runKernel(
    CONTRACTION,
    [vectors, factor],
    { ...attributes, sequence: [0] },
  );
  return [result].flat()[0];
}
