import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { chunks } from "./chunks.ts";
import { shuffled } from "./shuffled.ts";

/** How items are put into batches. */
export interface BatchOptions {
  /** Items in a batch; the last one may have fewer. */
  readonly batchSize: number;
  /** Seed of the order; without one the items stay in order. */
  readonly seed?: number;
}

/**
 * Numbers of items in batches: one pass over all of them.
 *
 * @param size Number of items; an integer >= 1.
 * @param options Batch size and seed.
 * @returns `⌈size / batchSize⌉` batches that hold each of `0 … size - 1` once.
 * @throws {RangeError} If `size` or `batchSize` is not an integer >= 1.
 * @throws {TypeError} If the options are none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(batches(5, { batchSize: 2 }), [[0, 1], [2, 3], [4]]);
 * ```
 */
export function batches(
  size: number,
  options: BatchOptions,
): number[][] {
  checkBatchOptions(options);
  const { batchSize, seed } = options;
  checkPositiveIntegers("make batches", { size, batchSize });
  const inOrder = Array.from({ length: size }, (_, i) => i);
  const items = seed === undefined ? inOrder : shuffled(inOrder, seed);
  return chunks(items, batchSize);
}

/**
 * Refuses what are no options of batches.
 *
 * @param options What the caller gave.
 * @throws {TypeError} If they are no object, or there is none of a name that was given.
 */
export function checkBatchOptions(options: BatchOptions): void {
  checkOptionNames("make batches", options, ["batchSize", "seed"]);
}
