import { closest, distance } from "fastest-levenshtein";
import { checkObject } from "./check_object.ts";

/**
 * Refuse options that nothing would read, such as misspelt ones.
 *
 * TypeScript finds them in a program, but the cells of a notebook aren't checked, and
 * an option of another name would quietly do nothing.
 *
 * @param action What can't be done otherwise, such as `"make a layer"`.
 * @param options What the caller gave.
 * @param known The names that there are.
 * @throws {TypeError} If `options` is no object, or has a name that is not known; says
 *   which was probably meant.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkOptionNames("make a layer", { unit: 8 }, ["units", "rank"]),
 *   TypeError,
 *   "Cannot make a layer as each option must be one of units, rank: got unit (did you mean units?)",
 * );
 * ```
 */
export function checkOptionNames(
  action: string,
  options: unknown,
  known: readonly string[],
): void {
  checkObject(action, "its options", options);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(
      `Cannot ${action} as each option must be one of ${
        known.join(", ")
      }: got ${name}${likelyName(name, known)}`,
    );
  }
}

/**
 * What a message says of a name that is probably a slip.
 *
 * @param name A name that there is not.
 * @param known The names that there are.
 * @returns The one that was probably meant, in brackets; empty if none is near.
 */
export function likelyName(name: string, known: readonly string[]): string {
  const isSame = (other: string) => other.toLowerCase() === name.toLowerCase();
  const same = known.find(isSame);
  const near = same ?? closest(name, [...known]);
  // a third of the letters wrong is a slip, more is another word
  return same || distance(name, near) <= Math.max(2, name.length / 3)
    ? ` (did you mean ${near}?)`
    : "";
}
