import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { shuffled } from "./shuffled.ts";

/** How sequences are put into batches. */
export interface TokenBatchOptions {
  /** Most ids of a batch, padding included. */
  readonly tokens: number;
  /** Seed of the order; without one the batches are in order of length. */
  readonly seed?: number;
}

/** Batches that are sorted among each other; enough for little padding. */
const POOL = 16;

/**
 * Numbers of sequences in batches of similar length and at most so many ids.
 *
 * The longest sequence of a batch times its number of sequences is at most `tokens`,
 * so that batches take about the same memory and time. The order is random but for
 * this: runs of about 16 batches are sorted by length before they are cut into batches,
 * and those are put in a random order again.
 *
 * @param lengths Length of each sequence, >= 1; at least one. For pairs, that of the
 * longer side, so that neither exceeds the limit.
 * @param options Limit and seed.
 * @returns Batches that hold each sequence once.
 * @throws {RangeError} If there is no sequence, `tokens` is not an integer >= 1, or a
 * sequence is longer than that.
 * @throws {TypeError} If the lengths are no list, or the options are none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(batchesByTokens([9, 2, 4, 1], { tokens: 9 }), [[3, 1], [2], [0]]);
 * ```
 */
export function batchesByTokens(
  lengths: readonly number[],
  options: TokenBatchOptions,
): number[][] {
  const action = "make batches";
  checkList(action, "lengths", lengths, "an array of numbers");
  checkOptionNames(action, options, ["tokens", "seed"]);
  const { tokens, seed } = options;
  checkPositiveIntegers(action, {
    "the number of sequences": lengths.length,
    tokens,
  });
  const long = lengths.findIndex((length) =>
    !(length >= 1 && length <= tokens)
  );
  if (long >= 0) {
    throw new RangeError(
      `Cannot make batches as the length of sequence ${long} must be in [1, ${tokens}]: got ${
        lengths[long]
      }`,
    );
  }
  const items = [...lengths.keys()];
  if (seed === undefined) return cutByTokens(items, lengths, tokens);
  const all = shuffled(items, seed);
  const ids = lengths.reduce((sum, length) => sum + length, 0);
  const size = Math.ceil(POOL * tokens * items.length / ids);
  const batches: number[][] = [];
  for (let first = 0; first < all.length; first += size) {
    const pool = all.slice(first, first + size);
    batches.push(...cutByTokens(pool, lengths, tokens));
  }
  return shuffled(batches, seed);
}

/** The items in order of length, in batches as full as they can be. */
function cutByTokens(
  items: readonly number[],
  lengths: readonly number[],
  tokens: number,
): number[][] {
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const item of items.toSorted((a, b) => lengths[a] - lengths[b])) {
    if ((batch.length + 1) * lengths[item] > tokens) {
      batches.push(batch);
      batch = [];
    }
    batch.push(item);
  }
  return [...batches, batch];
}
