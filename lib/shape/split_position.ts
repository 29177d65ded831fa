import { product } from "./product.ts";

/**
 * Where to split a list of sizes in two, so that the products of both parts have the
 * least sum.
 *
 * A row of a factored embedding is a product of leaves. Multiplied out from both
 * ends up to this position, the two halves are as small as can be, and their
 * product is the row.
 *
 * @param sizes Integers >= 1; at least one.
 * @returns The number of sizes in the first part, in `[0, sizes.length)`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(splitPosition([4, 4, 4, 4]), 2); // 16 + 16
 * assertEquals(splitPosition([2, 2, 64]), 2); // 4 + 64
 * assertEquals(splitPosition([256]), 0); // 1 + 256
 * ```
 */
export function splitPosition(sizes: readonly number[]): number {
  let right = product(sizes);
  let left = 1;
  let best = 0;
  let least = left + right;
  for (let position = 1; position < sizes.length; position++) {
    left *= sizes[position - 1];
    right /= sizes[position - 1];
    if (left + right < least) [best, least] = [position, left + right];
  }
  return best;
}
