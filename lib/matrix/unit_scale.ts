import type { Matrix } from "./matrix.ts";

/** A matrix divided by a power of two. */
export interface UnitScaled {
  /** The matrix, whose largest entry is of a size in [1, 2), or all zeros. */
  readonly unit: Matrix;
  /** It times `2 ** exponent` is the matrix that was given. */
  readonly exponent: number;
}

/**
 * A matrix with entries of which squares neither vanish nor overflow, and the power of
 * two that it was divided by, which rounds nothing.
 *
 * @param matrix A matrix of finite numbers.
 * @returns The matrix and the exponent.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { unit, exponent } = unitScale({ shape: [1, 2], data: Float64Array.of(3, -8) });
 * assertEquals([...unit.data, exponent], [0.375, -1, 3]);
 * ```
 */
export function unitScale({ shape, data }: Matrix): UnitScaled {
  const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const exponent = largest > 0 ? Math.floor(Math.log2(largest)) : 0;
  // in two steps, as 2 ** 1074 would be infinite
  const half = Math.trunc(exponent / 2);
  const unit = data.map((x) => x * 2 ** -half * 2 ** (half - exponent));
  return { unit: { shape, data: unit }, exponent };
}
