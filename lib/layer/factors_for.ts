import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { integerRoot } from "../shape/integer_root.ts";
import { product } from "../shape/product.ts";

/**
 * Factors that split a size, the given ones after a check or else uniform ones.
 *
 * @param action What can't be done otherwise, such as `"make a Word2Ket layer"`.
 * @param name What the caller knows the factors by.
 * @param size What the factors split; an integer >= 1.
 * @param order How many there must be.
 * @param given The caller's own factors.
 * @returns `order` integers >= 1 whose product is at least `size`.
 * @throws {RangeError} If there are not `order` of them, one is not an integer >= 1,
 *   or their product is too small.
 */
export function factorsFor(
  action: string,
  name: string,
  size: number,
  order: number,
  given?: readonly number[],
): readonly number[] {
  if (given === undefined) {
    return new Array<number>(order).fill(integerRoot(size, order));
  }
  if (given.length !== order) {
    throw new RangeError(
      `Cannot ${action} as ${name} must be ${order} factors, one for each of the order: got [${
        given.join(", ")
      }]`,
    );
  }
  checkPositiveIntegers(
    action,
    Object.fromEntries(given.map((factor, j) => [`${name}[${j}]`, factor])),
  );
  const most = product(given);
  if (most < size) {
    throw new RangeError(
      `Cannot ${action} as the product of ${name} must be at least ${size}: got ${
        given.join(" · ")
      } = ${most}`,
    );
  }
  return given;
}
