import { tf } from "../engine/tf.ts";
import { checkInput, checkModel } from "../layer/model_layers.ts";
import { batchesByLength } from "../text/batches_by_length.ts";
import {
  batchTensors,
  checkData,
  type LabelledIds,
} from "./classifier_data.ts";
import { sumOverBatches } from "./sum_over_batches.ts";

/**
 * Share of texts whose most probable class is the right one.
 *
 * @param model From ids `[batch, length]` to scores `[batch, classes]`.
 * @param data Texts and their classes; at least one.
 * @param batchSize Texts at a time.
 * @returns A share in `[0, 1]`.
 * @throws {RangeError} If a class is none of the model's.
 * @throws {TypeError} If the model is none or has no inputs yet, or the data are none.
 */
export async function classifierAccuracy(
  model: tf.LayersModel,
  data: LabelledIds,
  batchSize: number = 256,
): Promise<number> {
  checkModel("test a classifier", model);
  checkInput("test", model);
  checkData("test a classifier", data, model.outputs[0].shape.at(-1)!);
  const lengths = data.ids.map((ids) => ids.length);
  const batches = batchesByLength(lengths, { batchSize });
  const right = await sumOverBatches(batches, (items) => {
    const { ids, labels } = batchTensors(data, items);
    const scores = model.apply(ids) as tf.Tensor2D;
    return tf.sum(tf.cast(tf.equal(tf.argMax(scores, 1), labels), "int32"));
  });
  return right / data.labels.length;
}
