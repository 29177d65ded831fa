import { tf } from "./tensorflow.ts";

/** A layer such as `tf.layers.add`, and what they all inherit from. */
interface Merge {
  computeMask(
    inputs: tf.Tensor | tf.Tensor[],
    masks?: tf.Tensor | (tf.Tensor | null)[] | null,
  ): tf.Tensor | null;
}

/**
 * Let `tf.layers.add` and its like pass masks on, as a residual connection behind an
 * embedding with `maskZero` does: what all inputs have.
 *
 * Their own gives a mask an axis too many, which broadcasts to wrong results, and leaves
 * out that of the last input.
 */
function passMasksOn(): void {
  const merge: Merge = Object.getPrototypeOf(
    tf.layers.add().constructor.prototype,
  );
  merge.computeMask = (_, masks) => {
    const [first, ...others] = [masks].flat().filter((mask) => mask != null);
    return first === undefined
      ? null
      : tf.tidy(() =>
        others.reduce((all, mask) => tf.logicalAnd(all, mask), first)
      );
  };
}

passMasksOn();
