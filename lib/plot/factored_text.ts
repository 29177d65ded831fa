import type { FactoredMatrix } from "../layer/projection.ts";

/**
 * How a matrix is factored, in words.
 *
 * @param factored Its options.
 * @returns Rank and order, and the others that were given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const factored = { rank: 3, inputFactors: [8, 4] };
 * assertEquals(factoredText(factored), "rank 3, order 2, inputFactors [8, 4]");
 * ```
 */
export function factoredText(
  { rank, order = 2, ...others }: FactoredMatrix,
): string {
  const options = Object.entries({ rank, order, ...others })
    .filter(([, value]) => value != null)
    .map(([name, value]) =>
      `${name} ${Array.isArray(value) ? `[${value.join(", ")}]` : value}`
    );
  return options.join(", ");
}
