/**
 * What a message says it got: numbers and texts as they are, other values by their kind.
 *
 * @param value Any value.
 * @returns A few words, such as `2`, `"words"`, `an array` or `a Sequential`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const values = [2, "words", null, [2], { a: 2 }, new Date()];
 * const described = ["2", '"words"', "null", "an array", "an object", "a Date"];
 * assertEquals(values.map(describeValue), described);
 * ```
 */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  const { constructor } = value;
  if (typeof constructor !== "function" || constructor === Object) {
    return "an object";
  }
  const { name } = constructor;
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}

/**
 * Whether a value may hold options: an object, and no array or promise.
 *
 * @param value Any value.
 * @returns Whether it has values by name.
 */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null &&
    !Array.isArray(value) && !(value instanceof Promise);
}
