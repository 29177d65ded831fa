import type { tf } from "../engine/tf.ts";
import { checkTensor } from "./check_tensor.ts";

/**
 * Values of an id tensor, after a check that each is the number of a row.
 *
 * @param ids int32, any shape.
 * @param rows Number of rows.
 * @returns The ids in row-major order.
 * @throws {TypeError} If it is no tensor or not int32.
 * @throws {RangeError} If an id is not in `[0, rows)`; names the first such.
 */
export function checkIds(ids: tf.Tensor, rows: number): Int32Array {
  checkTensor("look up rows", "ids", ids);
  if (ids.dtype !== "int32") {
    throw new TypeError(
      `Cannot look up rows as ids must be int32: got ${ids.dtype}`,
    );
  }
  const values = ids.dataSync() as Int32Array;
  checkRange(values, rows);
  return values;
}

/**
 * Refuse numbers that are none of a row.
 *
 * @throws {RangeError} If one is not in `[0, rows)`; names the first such.
 */
export function checkRange(values: Iterable<number>, rows: number): void {
  for (const id of values) {
    if (id < 0 || id >= rows) {
      throw new RangeError(
        `Cannot look up rows as each id must be in [0, ${rows}): got ${id}`,
      );
    }
  }
}
