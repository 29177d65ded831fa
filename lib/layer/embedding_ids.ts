import { tf } from "../engine/tf.ts";
import { checkRange } from "../op/check_ids.ts";
import { onlyTensor } from "./only_tensor.ts";

/**
 * Ids of a layer's input as int32.
 *
 * Models of TensorFlow.js hand over float32 where the input was declared without a
 * type. That is taken if the numbers are whole.
 *
 * @param inputs One tensor of ids, any shape.
 * @param rows Number of rows.
 * @param layer The layer's name.
 * @returns The same, int32.
 * @throws {TypeError} If the input is no tensor.
 * @throws {RangeError} If an id has a fraction or is outside `[0, rows)`; names the
 *   first such.
 */
export function embeddingIds(
  inputs: tf.Tensor | tf.Tensor[],
  rows: number,
  layer: string,
): tf.Tensor {
  const ids = onlyTensor(inputs, layer);
  if (ids.dtype === "int32") return ids;
  const values = ids.dataSync();
  const broken = values.find((id) => !Number.isInteger(id));
  if (broken !== undefined) {
    throw new RangeError(
      `Cannot look up rows as each id must be a whole number: got ${broken}`,
    );
  }
  checkRange(values, rows); // before the cast, which wraps large ones round
  return tf.cast(ids, "int32");
}

/** Mask of the ids that are not 0, if zero stands for padding. */
export function zeroMask(
  inputs: tf.Tensor | tf.Tensor[],
  maskZero: boolean,
  layer: string,
): tf.Tensor | null {
  if (!maskZero) return null;
  return tf.tidy(() => {
    const ids = onlyTensor(inputs, layer);
    return tf.notEqual(ids, tf.zerosLike(ids));
  });
}
