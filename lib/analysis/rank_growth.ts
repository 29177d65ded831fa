import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { product } from "../shape/product.ts";
import { checkDimension, expressiveDimension } from "./expressive_dimension.ts";
import {
  genericKroneckerRank,
  genericMatrixRank,
  type GenericRankOptions,
} from "./generic_rank.ts";
import { kroneckerRankBound } from "./kronecker_rank_bound.ts";
import {
  checkStack,
  productShape,
  type Stack,
  stackParameters,
} from "./stack.ts";

/** What {@linkcode rankGrowth} varies. */
export interface RankGrowthConfig extends GenericRankOptions {
  /**
   * Sizes that rows and columns are split into, such as `[4, 4]`, or several splits
   * of one size, such as `[[4, 16], [16, 4]]`, that the layers take in turn.
   */
  readonly factors: readonly number[] | readonly (readonly number[])[];
  /** Ranks of a layer; integers >= 1. */
  readonly ranks: readonly number[];
  /** Numbers of layers; integers >= 1. */
  readonly depths: readonly number[];
  /** Whether dimensions are computed too, which takes most of the time; default false. */
  readonly withDimension?: boolean;
  /** Called after each stack, for a progress bar. */
  readonly onStack?: (() => void) | undefined;
}

const CONFIG = optionNames<RankGrowthConfig>({
  factors: true,
  ranks: true,
  depths: true,
  withDimension: true,
  onStack: true,
  seed: true,
});

/** What stacking gives for one rank and one depth. */
export interface RankGrowthRow {
  /** Factors in a term. */
  readonly order: number;
  /** Terms in each layer. */
  readonly rank: number;
  /** Number of layers. */
  readonly depth: number;
  /** Parameters of the stack. */
  readonly parameters: number;
  /**
   * Generic Kronecker rank of the product: the least number of its terms. Of more than
   * two factors it is the rank of the first unfolding (the first factor's digits against
   * all others), and the terms may be more.
   */
  readonly kroneckerRank: number;
  /** Proven ceiling of `kroneckerRank`. */
  readonly bound: number;
  /** Generic ordinary rank of the product. */
  readonly matrixRank: number;
  /** Dimension of the set of matrices that the stack can be, where it was asked for. */
  readonly dimension?: number;
  /** Entries of the dense matrix, the most that a dimension can be. */
  readonly denseParameters: number;
}

/**
 * How the exact ranks of a stack grow with its depth, for each rank of its layers.
 *
 * @param config Split of the sizes, ranks and depths.
 * @returns One row a rank and depth, by rank and then by depth.
 * @throws {RangeError} If a size, rank or depth is not an integer >= 1, the list of
 *   one is empty, or the stack is past what memory holds.
 * @throws {ShapeError} If several splits are not of one size.
 * @throws {TypeError} If `factors`, `ranks` or `depths` is no array, or `config` has an
 *   entry that nothing would read.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const rows = rankGrowth({
 *   factors: [4, 4],
 *   ranks: [3],
 *   depths: [1, 2, 3],
 *   withDimension: true,
 * });
 * assertEquals(rows.map((row) => row.kroneckerRank), [3, 9, 16]);
 * assertEquals(rows.map((row) => row.dimension), [87, 143, 199]); // of 256
 * ```
 */
export function rankGrowth(config: RankGrowthConfig): RankGrowthRow[] {
  checkOptionNames("sweep ranks", config, CONFIG);
  const { factors, ranks, depths, withDimension, onStack, ...options } = config;
  for (const [name, values] of Object.entries({ factors, ranks, depths })) {
    checkList("sweep ranks", name, values, "an array of numbers");
    checkPositiveIntegers("sweep ranks", {
      [`length of ${name}`]: values.length,
    });
  }
  for (const [name, values] of Object.entries({ ranks, depths })) {
    for (const value of values) {
      checkPositiveIntegers("sweep ranks", { [`each of ${name}`]: value });
    }
  }
  // splits that no depth brings together are checked, too
  checkStack("sweep ranks", evenStack(factors, 1, factors.length));
  const stacks = ranks.flatMap((rank) =>
    depths.map((depth) => ({
      rank,
      depth,
      stack: evenStack(factors, rank, depth),
    }))
  );
  for (const { stack } of withDimension ? stacks : []) checkDimension(stack);
  return stacks.map(({ rank, depth, stack }) => {
    const row = {
      order: stack[0].rowFactors.length,
      rank,
      depth,
      parameters: stackParameters(stack),
      kroneckerRank: genericKroneckerRank(stack, options),
      bound: kroneckerRankBound(stack),
      matrixRank: genericMatrixRank(stack, options),
      denseParameters: product(productShape(stack)),
      ...withDimension && { dimension: expressiveDimension(stack, options) },
    };
    onStack?.();
    return row;
  });
}

/**
 * A stack of layers of one rank, each with the same split for rows and columns.
 *
 * @param factors A split, or several that the layers take in turn.
 * @param rank Terms in each layer.
 * @param depth Number of layers.
 * @returns The layers.
 * @throws {TypeError} If `factors` is no array.
 * @throws {RangeError} If `rank` or `depth` is not an integer >= 1.
 */
export function evenStack(
  factors: RankGrowthConfig["factors"],
  rank: number,
  depth: number,
): Stack {
  checkList("make a stack", "factors", factors, "an array of numbers");
  checkPositiveIntegers("make a stack", { rank, depth });
  const splits = typeof factors[0] === "number"
    ? [factors as readonly number[]]
    : factors as readonly (readonly number[])[];
  return Array.from({ length: depth }, (_, l) => {
    const split = splits[l % splits.length];
    return { rank, rowFactors: split, columnFactors: split };
  });
}
