import { wrongKind } from "./wrong_kind.ts";

/**
 * Refuses what lacks something that is used of it, such as the promise of a tokenizer.
 *
 * @param action What can't be done otherwise, such as `"encode sentences"`.
 * @param name What the value is called, such as `"source"`.
 * @param value The value; what it has counts, not its class.
 * @param fields Names of what is used of it.
 * @param needed What it must be, such as `"a tokenizer"`.
 * @throws {TypeError} If it lacks one of them.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkFields("go", "map", Promise.resolve(), ["places"], "a map"),
 *   TypeError,
 *   "Cannot go as map must be a map: got a Promise",
 * );
 * ```
 */
export function checkFields(
  action: string,
  name: string,
  value: unknown,
  fields: readonly string[],
  needed: string,
): void {
  const given = Object(value);
  if (fields.every((field) => given[field] !== undefined)) return;
  throw wrongKind(action, name, needed, value);
}
