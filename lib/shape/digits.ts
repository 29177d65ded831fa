import { checkList } from "../error/check_list.ts";
import { product } from "./product.ts";

/**
 * Mixed-radix digits of a number, the most significant first.
 *
 * Row `i` of a sum of Kronecker products takes row `digits(i, rowFactors)[j]` of
 * factor `j`: the order of `numpy.kron`.
 *
 * @param index The number; an integer in `[0, product of radices)`.
 * @param radices Sizes of the digits; integers >= 1.
 * @returns One digit per radix, digit `j` in `[0, radices[j])`.
 * @throws {RangeError} If `index` is not an integer in the range.
 * @throws {TypeError} If `radices` is no array.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(digits(23, [4, 2, 5]), [2, 0, 3]); // (2 * 2 + 0) * 5 + 3
 * ```
 */
export function digits(index: number, radices: readonly number[]): number[] {
  checkList("take digits", "radices", radices, "an array of numbers");
  const size = product(radices);
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(
      `Cannot take digits as index must be an integer in [0, ${size}): got ${index}`,
    );
  }
  const result = new Array<number>(radices.length);
  let rest = index;
  for (let j = radices.length - 1; j >= 0; j--) {
    result[j] = rest % radices[j];
    rest = Math.floor(rest / radices[j]);
  }
  return result;
}

/**
 * The number that has the given mixed-radix digits: the inverse of {@linkcode digits}.
 *
 * @param values Digits, the most significant first; digit `j` in `[0, radices[j])`.
 * @param radices Sizes of the digits; integers >= 1.
 * @returns An integer in `[0, product of radices)`.
 * @throws {RangeError} If the lengths differ or a digit is out of its range.
 * @throws {TypeError} If `values` or `radices` is no array.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fromDigits([2, 0, 3], [4, 2, 5]), 23);
 * ```
 */
export function fromDigits(
  values: readonly number[],
  radices: readonly number[],
): number {
  checkList("join digits", "values", values, "an array of numbers");
  checkList("join digits", "radices", radices, "an array of numbers");
  if (values.length !== radices.length) {
    throw new RangeError(
      `Cannot join digits as there must be ${radices.length}: got ${values.length}`,
    );
  }
  let index = 0;
  for (const [j, radix] of radices.entries()) {
    const value = values[j];
    if (!Number.isInteger(value) || value < 0 || value >= radix) {
      throw new RangeError(
        `Cannot join digits as digit ${j} must be an integer in [0, ${radix}): got ${value}`,
      );
    }
    index = index * radix + value;
  }
  return index;
}
