import { describeValue } from "./describe_value.ts";

/**
 * Refuse values that are not whole numbers of at least one.
 *
 * @param action What can't be done otherwise, such as `"take the integer root"`.
 * @param values The values by the names that the caller knows them by.
 * @throws {RangeError} If a value is not a safe integer >= 1; names the first such.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => checkPositiveIntegers("make a layer", { rank: 0 }),
 *   RangeError,
 *   "Cannot make a layer as rank must be an integer >= 1: got 0",
 * );
 * ```
 */
export function checkPositiveIntegers(
  action: string,
  values: Readonly<Record<string, unknown>>,
): void {
  checkIntegers(action, values, 1);
}

/**
 * The same for counts, which may be 0.
 *
 * @param action What can't be done otherwise.
 * @param values The values by the names that the caller knows them by.
 * @throws {RangeError} If a value is not a safe integer >= 0; names the first such.
 */
export function checkCounts(
  action: string,
  values: Readonly<Record<string, unknown>>,
): void {
  checkIntegers(action, values, 0);
}

function checkIntegers(
  action: string,
  values: Readonly<Record<string, unknown>>,
  least: number,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      throw new RangeError(
        `Cannot ${action} as ${name} must be an integer >= ${least}: got ${
          describeValue(value)
        }`,
      );
    }
  }
}
