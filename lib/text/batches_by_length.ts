import { checkList } from "../error/check_list.ts";
import { batches, type BatchOptions, checkBatchOptions } from "./batches.ts";
import { shuffled } from "./shuffled.ts";

/** Batches that are sorted among each other; enough for little padding. */
const POOL = 16;

/**
 * Numbers of sequences in batches of similar length, which need little padding.
 *
 * The order is random but for this: each run of 16 batches is sorted by length before
 * it is cut into batches, and those are put in a random order again.
 *
 * @param lengths Length of each sequence; at least one.
 * @param options Batch size and seed; without a seed all batches are in order of length.
 * @returns Batches that hold each sequence once.
 * @throws {RangeError} If there is no sequence or `batchSize` is not an integer >= 1.
 * @throws {TypeError} If the lengths are no list, or the options are none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(batchesByLength([9, 2, 8, 1], { batchSize: 2 }), [[3, 1], [2, 0]]);
 * ```
 */
export function batchesByLength(
  lengths: readonly number[],
  options: BatchOptions,
): number[][] {
  checkList("make batches", "lengths", lengths, "an array of numbers");
  checkBatchOptions(options);
  const { batchSize, seed } = options;
  const pools = seed === undefined
    ? batches(lengths.length, { batchSize: lengths.length })
    : batches(lengths.length, {
      batchSize: Math.min(POOL * batchSize, Number.MAX_SAFE_INTEGER),
      seed,
    });
  const sorted = pools.flatMap((pool) => {
    const items = pool.toSorted((a, b) => lengths[a] - lengths[b]);
    return batches(items.length, { batchSize })
      .map((places) => places.map((place) => items[place]));
  });
  return seed === undefined ? sorted : shuffled(sorted, seed);
}
