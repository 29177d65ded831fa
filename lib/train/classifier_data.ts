import { tf } from "../engine/tf.ts";
import { padded } from "../model/padded.ts";

/** Texts as ids of their words, each with a class. */
export interface LabelledIds {
  /** Ids of the words of each text; none is 0. */
  readonly ids: readonly (readonly number[])[];
  /** Class of each text, an integer >= 0. */
  readonly labels: readonly number[];
}

/**
 * Some of the texts as tensors.
 *
 * @param data All texts.
 * @param items Numbers of the texts to take.
 * @returns Ids `[items, length]`, padded with 0, and labels `[items]`, both int32; the
 * caller disposes them.
 */
export function batchTensors(
  data: LabelledIds,
  items: readonly number[],
): { ids: tf.Tensor2D; labels: tf.Tensor1D } {
  const { ids, shape } = padded(items.map((item) => data.ids[item]));
  const labels = Int32Array.from(items, (item) => data.labels[item]);
  return {
    ids: tf.tensor2d(ids, shape, "int32"),
    labels: tf.tensor1d(labels, "int32"),
  };
}
