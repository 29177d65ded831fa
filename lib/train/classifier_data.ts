import { tf } from "../engine/tf.ts";
import { checkFields } from "../error/check_fields.ts";
import { paddedTensor } from "../model/padded.ts";
import { checkLabels } from "../text/check_labels.ts";

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
  const labels = Int32Array.from(items, (item) => data.labels[item]);
  return {
    ids: paddedTensor(items.map((item) => data.ids[item])),
    labels: tf.tensor1d(labels, "int32"),
  };
}

/**
 * Refuses what are no texts with a class each.
 *
 * @param action What can't be done otherwise.
 * @param data What the caller gave.
 * @param classes Number of classes.
 * @throws {TypeError} If there are no ids or no labels.
 * @throws {RangeError} If there is not a class for each text, or one is none of them.
 */
export function checkData(
  action: string,
  data: LabelledIds,
  classes: number,
): void {
  const need = "ids and labels of texts, as { ids, labels }";
  checkFields(action, "data", data, ["ids", "labels"], need);
  checkLabels(action, data.labels, { texts: data.ids.length, classes });
}
