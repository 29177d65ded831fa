/** What Python's `str.split()` takes for white space, which differs from `\s` here. */
const SPACE =
  // deno-lint-ignore no-control-regex -- separators of old tape formats among them
  /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/**
 * The parts of a text between white space, as Python's `str.split()` gives them.
 *
 * Scores of translations are only comparable with published ones if both see the
 * same words: a byte order mark is white space in JavaScript and none in Python.
 *
 * @param text Any text.
 * @returns Its parts, none of them empty.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(splitLikePython(" to\u00a0be\x1f\ufeff "), ["to", "be", "\ufeff"]);
 * ```
 */
export function splitLikePython(text: string): string[] {
  return text.split(SPACE).filter((part) => part !== "");
}

/**
 * A text without white space at its end, as Python's `str.rstrip()` gives it.
 *
 * @param text Any text.
 * @returns The text up to the last character that is not white space.
 */
export function trimEndLikePython(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text[end - 1])) end--;
  return text.slice(0, end);
}
