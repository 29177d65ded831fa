import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkShares } from "../error/check_shares.ts";
import { shuffled } from "./shuffled.ts";

/** How a part is taken from labelled items. */
export interface SplitOptions {
  /** Share of each class to take, in `[0, 1)`. */
  readonly fraction: number;
  /** Seed of the choice. */
  readonly seed: number;
}

/** Numbers of items in two parts, each in order. */
export interface StratifiedSplit {
  /** What is left. */
  readonly rest: number[];
  /** The part that was taken. */
  readonly taken: number[];
}

/**
 * Takes the same share of every class, such as a validation set.
 *
 * Of `n` items of a class it takes `fraction · n`, rounded, and always leaves one.
 *
 * @param labels Class of each item.
 * @param options Share and seed.
 * @returns Numbers of the items in both parts.
 * @throws {RangeError} If `fraction` is outside `[0, 1)`.
 * @throws {TypeError} If the labels are no list, or the options are none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const labels = ["a", "b", "a", "b"];
 * const { taken } = stratifiedSplit(labels, { fraction: 0.5, seed: 1 });
 * assertEquals(taken.map((i) => labels[i]).toSorted(), ["a", "b"]);
 * ```
 */
export function stratifiedSplit(
  labels: readonly (string | number)[],
  options: SplitOptions,
): StratifiedSplit {
  const action = "split items";
  checkList(action, "labels", labels, "an array of classes");
  checkOptionNames(action, options, ["fraction", "seed"]);
  const { fraction, seed } = options;
  checkShares(action, { fraction });
  const classes = Map.groupBy(labels.keys(), (item) => labels[item]);
  const taken = new Set<number>();
  for (const items of classes.values()) {
    const share = Math.min(
      Math.round(fraction * items.length),
      items.length - 1,
    );
    for (const item of shuffled(items, seed).slice(0, share)) taken.add(item);
  }
  return {
    rest: [...labels.keys()].filter((item) => !taken.has(item)),
    taken: [...taken].sort((a, b) => a - b),
  };
}
