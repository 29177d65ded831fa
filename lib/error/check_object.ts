import { isObject } from "./describe_value.ts";
import { wrongKind } from "./wrong_kind.ts";

/**
 * Refuses what can hold no values by name, such as options that were left out.
 *
 * TypeScript finds it in a program, but the cells of a notebook aren't checked.
 *
 * @param action What can't be done otherwise, such as `"multiply matrices"`.
 * @param name What the value is called, such as `"options"`.
 * @param value The value.
 * @param needed What it must be; `"an object"` by default.
 * @throws {TypeError} If it is no object.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkObject("make batches", "options", undefined),
 *   TypeError,
 *   "Cannot make batches as options must be an object: got undefined",
 * );
 * ```
 */
export function checkObject(
  action: string,
  name: string,
  value: unknown,
  needed = "an object",
): asserts value is object {
  if (isObject(value)) return;
  throw wrongKind(action, name, needed, value);
}
