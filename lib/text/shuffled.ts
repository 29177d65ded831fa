import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { checkList } from "../error/check_list.ts";

/**
 * Values in a random order: the same seed, the same order.
 *
 * @param values Any values; they are left as they are.
 * @param seed An integer.
 * @returns A new array with the same values.
 * @throws {TypeError} If there are none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shuffled("abc", 7).toSorted(), ["a", "b", "c"]);
 * assertEquals(shuffled("abc", 7), shuffled("abc", 7));
 * ```
 */
export function shuffled<T>(values: Iterable<T>, seed: number): T[] {
  if (typeof values !== "string") {
    checkList("shuffle values", "they", values, "an array");
  }
  const random = xoroshiro128plus(seed);
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) { // Fisher and Yates
    const other = uniformInt(random, 0, last);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
