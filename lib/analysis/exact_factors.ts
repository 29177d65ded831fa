/**
 * Two integers as near to each other as can be whose product is exactly a size.
 *
 * @param size An integer >= 1.
 * @returns The two, the smaller first; 1 and the size itself for a prime.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(exactFactors(48), [6, 8]);
 * assertEquals(exactFactors(13), [1, 13]);
 * ```
 */
export function exactFactors(size: number): [number, number] {
  let factor = Math.floor(Math.sqrt(size));
  while (size % factor !== 0) factor--;
  return [factor, size / factor];
}
