import { checkOptionNames } from "../error/check_option_names.ts";
import { type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import {
  checkTolerance,
  countAbove,
  type RankOptions,
} from "../matrix/matrix_rank.ts";
import { singularValues } from "../matrix/singular_values.ts";

/** A matrix, or its singular values where they are known already. */
export type SpectrumLike = MatrixLike | ArrayLike<number>;

/** What the singular values of a matrix tell. */
export interface Spectrum {
  /** Singular values, the largest first. */
  readonly values: readonly number[];
  /** How many are not zero to the tolerance. */
  readonly rank: number;
  /** Effective rank of Roy and Vetterli, in `[1, values.length]`; 0 of zeros. */
  readonly effectiveRank: number;
  /** Stable rank, in `[1, values.length]`; 0 of zeros. */
  readonly stableRank: number;
  /** Largest over smallest singular value; Infinity where the rank is not full. */
  readonly condition: number;
}

/**
 * Singular values of a matrix and what they tell.
 *
 * @param matrix A matrix `[m, n]` of finite numbers.
 * @param options How to tell a value from zero.
 * @returns Values, ranks and condition.
 * @throws {RangeError} If an entry is NaN or infinite.
 * @throws {ShapeError} If a matrix has not two axes, or there is no entry.
 * @throws {TypeError} If it is no matrix, or there is no option of a name that was given.
 */
export function spectrum(
  matrix: MatrixLike,
  options: RankOptions = {},
): Spectrum {
  checkOptionNames("take the spectrum", options, ["relativeTolerance"]);
  const a = toMatrix(matrix);
  const tolerance = checkTolerance(a.shape, options);
  const values = singularValues(a);
  const rank = countAbove(values, tolerance);
  return {
    values,
    rank,
    effectiveRank: effectiveRank(values),
    stableRank: stableRank(values),
    condition: rank < values.length ? Infinity : values[0] / values[rank - 1],
  };
}

/**
 * Effective rank: how many equal singular values would have the same entropy.
 *
 * With `p_i = σ_i / Σ σ`, it is `exp(-Σ p_i ln p_i)`. It needs no tolerance.
 *
 * @param matrix A matrix of finite numbers, or its singular values.
 * @returns A number in `[1, rank]`; 0 if all are zero.
 * @throws {RangeError} If an entry is NaN or infinite.
 * @throws {ShapeError} If a matrix has not two axes, or there is no entry.
 * @throws {TypeError} If it is neither a matrix nor singular values.
 *
 * @see O. Roy, M. Vetterli, "The effective rank: a measure of effective
 *   dimensionality", 2007.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(effectiveRank([[1, 0], [0, 1]]), 2);
 * assertAlmostEquals(effectiveRank([3, 1]), 1.7548, 1e-4); // of singular values
 * ```
 */
export function effectiveRank(matrix: SpectrumLike): number {
  const values = valuesOf("take the effective rank", matrix);
  if (values[0] === 0) return 0;
  // divided first, so that the sum does not overflow
  const parts = values.map((value) => value / values[0]);
  const sum = parts.reduce((total, part) => total + part, 0);
  const entropy = parts.reduce((total, part) => {
    const share = part / sum;
    return share > 0 ? total - share * Math.log(share) : total;
  }, 0);
  return Math.exp(entropy);
}

/**
 * Stable rank: squared Frobenius norm over squared largest singular value.
 *
 * Small singular values hardly count, so it changes little with small changes of the
 * matrix.
 *
 * @param matrix A matrix of finite numbers, or its singular values.
 * @returns A number in `[1, rank]`; 0 if all are zero.
 * @throws {RangeError} If an entry is NaN or infinite.
 * @throws {ShapeError} If a matrix has not two axes, or there is no entry.
 * @throws {TypeError} If it is neither a matrix nor singular values.
 *
 * @see M. Rudelson, R. Vershynin, "Sampling from large matrices", 2007.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(stableRank([[2, 0], [0, 1]]), 1.25); // (4 + 1) / 4
 * ```
 */
export function stableRank(matrix: SpectrumLike): number {
  const values = valuesOf("take the stable rank", matrix);
  if (values[0] === 0) return 0;
  // divided first, so that squares neither overflow nor vanish
  return values.reduce((total, value) => total + (value / values[0]) ** 2, 0);
}

/**
 * Share of the squared Frobenius norm that the best approximation of a rank leaves.
 *
 * For a rearranged matrix this is what the nearest sum of `rank` Kronecker products
 * leaves.
 *
 * @param matrix A matrix of finite numbers, not all zero, or its singular values.
 * @param rank How many singular values are kept; an integer >= 0.
 * @returns A number in `[0, 1]`.
 * @throws {RangeError} If an entry is NaN or infinite, or all are zero, or `rank` is
 *   not an integer >= 0.
 * @throws {ShapeError} If a matrix has not two axes, or there is no entry.
 * @throws {TypeError} If it is neither a matrix nor singular values.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tailEnergy([[2, 0], [0, 1]], 1), 0.2); // 1 of 4 + 1
 * ```
 */
export function tailEnergy(matrix: SpectrumLike, rank: number): number {
  if (!Number.isInteger(rank) || rank < 0) {
    throw new RangeError(
      `Cannot take the energy in the tail as rank must be an integer >= 0: got ${rank}`,
    );
  }
  const values = valuesOf("take the energy in the tail", matrix);
  if (values[0] === 0) {
    throw new RangeError(
      "Cannot take the energy in the tail as singular values must not be all 0",
    );
  }
  const energy = (kept: readonly number[]) =>
    kept.reduce((total, value) => total + (value / values[0]) ** 2, 0);
  return energy(values.slice(rank)) / energy(values);
}

/** Singular values, the largest first. */
function valuesOf(action: string, matrix: SpectrumLike): readonly number[] {
  const values = isList(matrix)
    ? Array.from(matrix).sort((a, b) => b - a)
    : singularValues(matrix);
  const isFinite = values.every((value) => value >= 0 && value < Infinity);
  if (!isFinite) {
    throw new RangeError(
      `Cannot ${action} as singular values must be finite and >= 0: got [${
        values.slice(0, 3).join(", ")
      }${values.length > 3 ? ", …" : ""}]`,
    );
  }
  return values;
}

function isList(matrix: SpectrumLike): matrix is ArrayLike<number> {
  return typeof matrix === "object" && matrix !== null &&
    "length" in matrix && typeof matrix[0] === "number";
}
