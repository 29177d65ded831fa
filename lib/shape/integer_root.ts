import { checkPositiveIntegers } from "../error/check_positive_integers.ts";

/**
 * Smallest integer whose `order`-th power is at least `size`.
 *
 * This is the side of the smallest hypercube of `order` axes that holds `size`
 * items. `Math.ceil(size ** (1 / order))` is not used: it answers 8 for 7 ** 5.
 *
 * @param size Number of items to hold; an integer >= 1.
 * @param order Number of axes; an integer >= 1.
 * @returns The side length, an integer >= 1.
 * @throws {RangeError} If `size` or `order` is not an integer >= 1.
 *
 * @example A vocabulary of 30 000 words over four axes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(integerRoot(30_000, 4), 14); // 13 ** 4 = 28 561 is too few
 * ```
 */
export function integerRoot(size: number, order: number): number {
  checkPositiveIntegers("take the integer root", { size, order });
  let side = Math.max(1, Math.floor(size ** (1 / order)) - 1);
  while (!reaches(side, order, size)) side++;
  return side;
}

/** Whether `side ** order >= size`, in exact arithmetic. */
function reaches(side: number, order: number, size: number): boolean {
  if (side === 1) return size === 1;
  if (order >= 53) return true; // 2 ** 53 is past every safe integer
  return BigInt(side) ** BigInt(order) >= BigInt(size);
}
