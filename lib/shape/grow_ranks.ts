/** What ranks grow by, and up to. */
export interface GrowingRank {
  /** The rank grows in this proportion to the others; > 0. */
  readonly share: number;
  /** The highest rank; an integer >= 1. */
  readonly most: number;
}

/**
 * Ranks in given proportions, as high as they fit.
 *
 * All start at 1 and grow in proportion until the next step would not fit; what is left
 * goes to single ranks, those of the largest share first. Fitting must get harder as
 * ranks grow, or lower ranks than could be may be found.
 *
 * @param growing Share and limit of each rank.
 * @param fits Whether ranks are not too high; true of all ones.
 * @returns One rank for each, an integer in `[1, most]`.
 *
 * @example At most 100 in all, the first four times the second
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const growing = [{ share: 4, most: 90 }, { share: 1, most: 90 }];
 * assertEquals(growRanks(growing, ([a, b]) => a + b <= 100), [80, 20]);
 * ```
 */
export function growRanks(
  growing: readonly GrowingRank[],
  fits: (ranks: readonly number[]) => boolean,
): number[] {
  const ranksAt = (scale: number) =>
    growing.map(({ share, most }) =>
      Math.min(most, Math.max(1, Math.floor(scale * share)))
    );
  const largest = growing.reduce((most, rank) => Math.max(most, rank.most), 0);
  let scale = 0;
  for (
    let step = 2 ** Math.ceil(Math.log2(largest + 1));
    step >= 2 ** -4;
    step /= 2
  ) {
    if (fits(ranksAt(scale + step))) scale += step;
  }
  const ranks = ranksAt(scale);
  const sorted = growing.map((_, i) => i)
    .sort((i, j) => growing[j].share - growing[i].share);
  for (let grown = true; grown;) {
    grown = false;
    for (const i of sorted) {
      if (ranks[i] >= growing[i].most) continue;
      ranks[i]++;
      if (fits(ranks)) grown = true;
      else ranks[i]--;
    }
  }
  return ranks;
}
