import { describeValue } from "./describe_value.ts";

/**
 * The error of a value of a wrong kind.
 *
 * @param action What can't be done, such as `"multiply matrices"`.
 * @param name What the value is called, such as `"options"`.
 * @param needed What it must be, such as `"an object"`.
 * @param value What came.
 * @returns The error, to be thrown.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   wrongKind("count", "words", "an array of words", Promise.resolve()).message,
 *   "Cannot count as words must be an array of words: got a Promise",
 * );
 * ```
 */
export function wrongKind(
  action: string,
  name: string,
  needed: string,
  value: unknown,
): TypeError {
  return new TypeError(
    `Cannot ${action} as ${name} must be ${needed}: got ${
      describeValue(value)
    }`,
  );
}
