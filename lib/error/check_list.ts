import { wrongKind } from "./wrong_kind.ts";

/**
 * Refuses what is no list, such as one text where many are needed.
 *
 * @param action What can't be done otherwise, such as `"score translations"`.
 * @param name What the value is called, such as `"references"`.
 * @param value The value; arrays, typed arrays and whatever can be gone through are lists,
 * a string is none.
 * @param needed What it must be, such as `"an array of sentences"`.
 * @throws {TypeError} If it is no list.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkList("count", "words", "a", "an array of words"),
 *   TypeError,
 *   'Cannot count as words must be an array of words: got "a"',
 * );
 * ```
 */
export function checkList(
  action: string,
  name: string,
  value: unknown,
  needed: string,
): void {
  if (
    typeof value === "object" && value !== null &&
    ("length" in value || Symbol.iterator in value)
  ) return;
  throw wrongKind(action, name, needed, value);
}
