/**
 * Names of all options of a kind, for `checkOptionNames()`: one that is missing
 * does not compile, nor one that there is not.
 *
 * @param names Every name, each with `true`.
 * @returns The names.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * interface Options {
 *   readonly seed?: number;
 * }
 * assertEquals(optionNames<Options>({ seed: true }), ["seed"]);
 * ```
 */
export function optionNames<Options>(
  names: Readonly<Record<keyof Options, true>>,
): string[] {
  return Object.keys(names);
}
