import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";

/** Sequences of ids as one rectangle. */
export interface PaddedIds {
  /** Ids row by row, `[sequences, length]`; 0 behind the end of a sequence. */
  readonly ids: Int32Array;
  /** Number of sequences, and ids in each. */
  readonly shape: [sequences: number, length: number];
  /** Number of sequences that were cut because they are longer than allowed. */
  readonly cut: number;
}

/**
 * Sequences of ids as one rectangle as long as the longest, filled up with zeros.
 *
 * @param sequences Ids, at least one sequence; an empty one becomes all zeros.
 * @param maxLength Longest sequence to keep whole; what is behind is cut and counted.
 * @returns The rectangle, at least one id long.
 * @throws {RangeError} If there is no sequence, or `maxLength` is not an integer >= 1.
 * @throws {TypeError} If they are no lists of ids.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { ids, shape, cut } = padded([[4, 5, 6], [7]], 2);
 * assertEquals([...ids], [4, 5, 7, 0]);
 * assertEquals(shape, [2, 2]);
 * assertEquals(cut, 1);
 * ```
 */
export function padded(
  sequences: readonly (readonly number[])[],
  maxLength: number = Number.MAX_SAFE_INTEGER,
): PaddedIds {
  const action = "pad sequences";
  checkList(action, "they", sequences, "an array of arrays of ids");
  checkPositiveIntegers(action, {
    maxLength,
    "their number": sequences.length,
  });
  let longest = 1;
  for (const sequence of sequences) {
    checkList(action, "each", sequence, "an array of ids");
    longest = Math.max(longest, sequence.length);
  }
  const width = Math.min(longest, maxLength);
  const ids = new Int32Array(sequences.length * width);
  let cut = 0;
  for (const [row, sequence] of sequences.entries()) {
    if (sequence.length > width) cut++;
    ids.set(sequence.slice(0, width), row * width);
  }
  return { ids, shape: [sequences.length, width], cut };
}

/** Sequences as one tensor `[sequences, length]` of ids. */
export function paddedTensor(
  sequences: readonly (readonly number[])[],
): tf.Tensor2D {
  const { ids, shape } = padded(sequences);
  return tf.tensor2d(ids, shape, "int32");
}
