import { tf } from "../engine/tf.ts";

/** Entries of a tensor that is shown as a whole; TensorFlow.js reads all to show some. */
const MOST = 10_000;

/** Entries that are read of a larger one. */
const FIRST = 6;

/**
 * The values of a tensor in words, of a large one the first.
 *
 * @param tensor Any tensor, also one that has been disposed.
 * @returns What TensorFlow.js writes, or the kind, the shape and what there is to say.
 */
export function tensorText(tensor: tf.Tensor): string {
  const kind = `Tensor, ${tensor.dtype} [${tensor.shape.join(", ")}]`;
  if (tensor.isDisposed) return `${kind}, disposed`;
  // texts are in JavaScript's memory, and not every backend can slice them
  const isRead = tensor.size <= MOST || tensor.dtype === "string";
  if (isRead) return tensor.toString();
  const first = tf.tidy(() =>
    tf.slice(tf.reshape(tensor, [-1]), [0], [FIRST]).toString()
  );
  return `${kind}, which begins with${first.slice(first.indexOf("\n"))}`;
}
