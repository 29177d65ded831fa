import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { integerRoot } from "./integer_root.ts";

/** The largest factor is at most this many times the smallest. */
const SPREAD = 2;

/** Sizes from here on are no tensor's, and would take long to split. */
const TOO_LARGE = 2 ** 31;

/**
 * Near-equal factors whose product is at least `size`, with the least waste.
 *
 * The largest factor is at most twice the smallest. Among such factors the ones
 * with the least product are taken, and among those the ones with the least sum.
 * None can be made smaller, so a factored layer cut to `size` has no parameter
 * that the cut makes useless; uniform factors, `integerRoot(size, order)` each,
 * have some.
 *
 * @param size Number of items to hold; an integer in `[1, 2^31)`.
 * @param order Number of factors; an integer >= 1.
 * @returns `order` integers >= 1, the smallest first.
 * @throws {RangeError} If `size` or `order` is out of its range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(balancedFactors(256, 2), [16, 16]);
 * assertEquals(balancedFactors(256, 3), [4, 8, 8]);
 * assertEquals(balancedFactors(30_428, 2), [161, 189]); // 1 too many
 * ```
 */
export function balancedFactors(size: number, order: number): number[] {
  checkPositiveIntegers("split a size into factors", { size, order });
  if (size >= TOO_LARGE) {
    throw new RangeError(
      `Cannot split a size into factors as size must be below ${TOO_LARGE}: got ${size}`,
    );
  }
  // n factors of 2 hold 2^n items: past 31 of them, the others must be 1
  const ones = Math.max(0, order - 31);
  return [...new Array(ones).fill(1), ...search(size, order - ones)];
}

function search(size: number, order: number): number[] {
  const side = integerRoot(size, order);
  let best: number[] = new Array(order).fill(side);
  let bestProduct = side ** order;
  let bestSum = side * order;

  /** Tries every non-decreasing completion of `chosen`, whose product is `product`. */
  function complete(chosen: number[], product: number): void {
    const left = order - chosen.length;
    const least = chosen.at(-1) ?? Math.max(1, Math.floor(side / SPREAD));
    const rest = Math.ceil(size / product);
    if (left === 1) {
      const last = Math.max(least, rest);
      if (last > SPREAD * (chosen[0] ?? last)) return;
      const whole = product * last;
      const sum = chosen.reduce((total, factor) => total + factor, last);
      if (whole < bestProduct || (whole === bestProduct && sum < bestSum)) {
        [best, bestProduct, bestSum] = [[...chosen, last], whole, sum];
      }
      return;
    }
    // the smallest of the factors left is at most their rounded-up mean
    const most = Math.max(least, integerRoot(rest, left));
    for (let factor = most; factor >= least; factor--) {
      complete([...chosen, factor], product * factor);
    }
  }

  complete([], 1);
  return best;
}
