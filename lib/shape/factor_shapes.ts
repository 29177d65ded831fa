import { checkObject } from "../error/check_object.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { balancedFactors } from "./balanced_factors.ts";
import { contractionCost, contractionSequence } from "./contraction.ts";
import { product } from "./product.ts";

/** A matrix to be factored. */
export interface FactorShapesOptions {
  /** Inputs of the layer; an integer >= 1. */
  readonly inputs: number;
  /** Outputs of the layer; an integer >= 1. */
  readonly outputs: number;
  /** Number of terms; an integer >= 1. */
  readonly rank: number;
  /** Factors in a term; an integer >= 1, default 2. */
  readonly order?: number;
}

/** One way to split the sizes of a matrix, and what it costs and can do. */
export interface FactorShapes {
  /** Input size of each factor. */
  readonly inputFactors: readonly number[];
  /** Output size of each factor. */
  readonly outputFactors: readonly number[];
  /** `rank · Σ_j n_j·m_j` */
  readonly parameters: number;
  /** Multiply–adds of a vector, divided by those of the dense matrix. */
  readonly multiplyAddRatio: number;
  /** Rank from which on every matrix can be written: `min_j Π_{i≠j} n_i·m_i`. */
  readonly kroneckerRankCeiling: number;
  /** The matrix rank can't be more: `min(inputs, outputs, rank · Π_j min(n_j, m_j))`. */
  readonly matrixRankCeiling: number;
}

/**
 * What {@linkcode chooseFactorShapes} looks for: `"balanced"` factors, the fewest
 * `"parameters"`, the fewest `"multiplyAdds"` that still reach full matrix rank, or a
 * `"lowRank"` product of two matrices.
 */
export type FactorShapesObjective = typeof OBJECTIVES[number];

const OBJECTIVES = [
  "balanced",
  "parameters",
  "multiplyAdds",
  "lowRank",
] as const;

const ACTION = "split the sizes of a matrix";

const OPTIONS = optionNames<FactorShapesOptions>({
  inputs: true,
  outputs: true,
  rank: true,
  order: true,
});

const NEEDED = "an object such as { inputs: 256, outputs: 256, rank: 4 }";

/**
 * Every way to split the sizes of a matrix, with its cost and its ceilings of rank.
 *
 * At a fixed number of parameters the shapes trade multiply–adds against matrix rank:
 * (16, 16) × (16, 16), (32, 8) × (8, 32) and (64, 4) × (4, 64) all have 512 parameters a
 * term, at 1, 1/2 and 1/4 of the multiply–adds. The far end, (256, 1) × (1, 256), is
 * the ordinary low-rank product. Sizes without enough divisors are rounded up to the
 * product of their balanced factors, as a layer does.
 *
 * @param options Sizes, rank and order.
 * @returns All splits of both sizes; the fewest multiply–adds first.
 * @throws {RangeError} If an option is not an integer >= 1.
 * @throws {TypeError} If `options` is no object, or there is none of a name that was
 * given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const shapes = factorShapes({ inputs: 256, outputs: 256, rank: 1 });
 * const alike = shapes.filter(({ parameters }) => parameters === 512);
 * assertEquals(alike.map(({ matrixRankCeiling }) => matrixRankCeiling).at(-1), 256);
 * ```
 */
export function factorShapes(options: FactorShapesOptions): FactorShapes[] {
  const { inputs, outputs, rank, order } = checkedSizes(options);
  const splitsOf = (size: number) => splits(roundedUp(size, order), order);
  const outputSplits = splitsOf(outputs);
  return splitsOf(inputs)
    .flatMap((inputFactors) =>
      outputSplits.map((outputFactors) =>
        shapesWith({ inputs, outputs, rank, inputFactors, outputFactors })
      )
    )
    .sort((a, b) =>
      a.multiplyAddRatio - b.multiplyAddRatio || a.parameters - b.parameters
    );
}

/**
 * The split of a matrix that serves an objective best.
 *
 * `"balanced"` takes the balanced factors of both sizes, the smallest input factor with
 * the largest output factor. `"parameters"` takes the fewest, and among those the
 * highest matrix rank. `"multiplyAdds"` takes the fewest of the splits whose ceiling of
 * matrix rank is full, or, if there is none, nearest to it; a few odd ones fall short of
 * their ceiling, such as 3·5 × 5·3 at rank 2 by one, as `genericMatrixRank()` tells. `"lowRank"`
 * takes (n, 1, …) × (1, …, m), the ordinary product A·B.
 *
 * @param options Sizes, rank and order.
 * @param objective What to look for; default `"balanced"`.
 * @returns The split, with its cost and its ceilings.
 * @throws {RangeError} If an option is not an integer >= 1, the order of a low rank
 *   is 1, or there is no such objective.
 * @throws {TypeError} If `options` is no object, or there is none of a name that was
 * given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const options = { inputs: 256, outputs: 256, rank: 4 };
 * const cheap = chooseFactorShapes(options, "multiplyAdds");
 * assertEquals(cheap.inputFactors, [8, 32]);
 * assertEquals(cheap.outputFactors, [32, 8]);
 * assertEquals(cheap.multiplyAddRatio, 0.25);
 * assertEquals(cheap.matrixRankCeiling, 256);
 * ```
 */
export function chooseFactorShapes(
  options: FactorShapesOptions,
  objective: FactorShapesObjective = "balanced",
): FactorShapes {
  const { inputs, outputs, rank, order } = checkedSizes(options);
  if (!OBJECTIVES.includes(objective)) {
    throw new RangeError(
      `Cannot ${ACTION} as objective must be one of ${
        OBJECTIVES.join(", ")
      }: got ${objective}`,
    );
  }
  if (objective === "balanced") {
    const inputFactors = balancedFactors(inputs, order);
    const outputFactors = balancedFactors(outputs, order).reverse();
    return shapesWith({ inputs, outputs, rank, inputFactors, outputFactors });
  }
  if (objective === "lowRank") {
    if (order === 1) {
      throw new RangeError(
        `Cannot ${ACTION} for a low rank as order must be >= 2: got 1`,
      );
    }
    const ones = new Array<number>(order - 1).fill(1);
    const inputFactors = [inputs, ...ones];
    const outputFactors = [...ones, outputs];
    return shapesWith({ inputs, outputs, rank, inputFactors, outputFactors });
  }
  const byCost = (a: FactorShapes, b: FactorShapes) =>
    a.multiplyAddRatio - b.multiplyAddRatio;
  const byRank = (a: FactorShapes, b: FactorShapes) =>
    b.matrixRankCeiling - a.matrixRankCeiling;
  const byParameters = (a: FactorShapes, b: FactorShapes) =>
    a.parameters - b.parameters;
  const isBetter = (a: FactorShapes, b: FactorShapes) =>
    (objective === "parameters"
      ? byParameters(a, b) || byRank(a, b) || byCost(a, b)
      : byRank(a, b) || byCost(a, b) || byParameters(a, b)) < 0;
  const outputSplits = splits(roundedUp(outputs, order), order);
  let best: FactorShapes | undefined;
  for (const inputFactors of splits(roundedUp(inputs, order), order)) {
    // the same factors in another order are no other split
    if (inputFactors.some((size, j) => size < inputFactors[j - 1])) continue;
    for (const outputFactors of outputSplits) {
      const shapes = shapesWith({
        inputs,
        outputs,
        rank,
        inputFactors,
        outputFactors,
      });
      if (!best || isBetter(shapes, best)) best = shapes;
    }
  }
  return best!;
}

/**
 * The ranks from which on one more split of a matrix can have full matrix rank.
 *
 * Between them the split that serves `"multiplyAdds"` best stays the same, so that the
 * parameters grow with the rank; at them they may fall.
 *
 * @param sizes Inputs and outputs of the matrix, and factors in a term.
 * @returns Integers >= 1, each once, the lowest first.
 */
export function fullRanks(
  { inputs, outputs, order }: Required<Omit<FactorShapesOptions, "rank">>,
): number[] {
  const full = Math.min(inputs, outputs);
  const outputSplits = splits(roundedUp(outputs, order), order);
  const ranks = splits(roundedUp(inputs, order), order).flatMap((rows) =>
    outputSplits.map((columns) =>
      Math.ceil(full / product(leastSides(rows, columns)))
    )
  );
  return [...new Set(ranks)].sort((a, b) => a - b);
}

/** The options with their default, each an integer >= 1. */
function checkedSizes(
  options: FactorShapesOptions,
): Required<FactorShapesOptions> {
  checkObject(ACTION, "options", options, NEEDED);
  checkOptionNames(ACTION, options, OPTIONS);
  const { inputs, outputs, rank, order = 2 } = options;
  const sizes = { inputs, outputs, rank, order };
  checkPositiveIntegers(ACTION, sizes);
  return sizes;
}

/** A size rounded up to one with enough divisors, as a layer does. */
function roundedUp(size: number, order: number): number {
  return product(balancedFactors(size, order));
}

/** What factors of one's own cost and can. */
export function shapesWith(
  { inputs, outputs, rank, inputFactors, outputFactors }:
    & FactorShapesOptions
    & Pick<FactorShapes, "inputFactors" | "outputFactors">,
): FactorShapes {
  const sizes = { rank, inputFactors, outputFactors };
  const { multiplyAdds } = contractionCost(sizes, contractionSequence(sizes));
  const entries = inputFactors.map((size, j) => size * outputFactors[j]);
  const least = leastSides(inputFactors, outputFactors);
  return {
    inputFactors,
    outputFactors,
    parameters: rank * entries.reduce((sum, count) => sum + count, 0),
    multiplyAddRatio: multiplyAdds / (inputs * outputs),
    kroneckerRankCeiling: product(entries) / Math.max(...entries),
    matrixRankCeiling: Math.min(inputs, outputs, rank * product(least)),
  };
}

/** The most matrix rank that each factor can have. */
function leastSides(
  inputFactors: readonly number[],
  outputFactors: readonly number[],
): number[] {
  return inputFactors.map((size, j) => Math.min(size, outputFactors[j]));
}

/** Every list of `order` integers whose product is `size`. */
function splits(size: number, order: number): number[][] {
  if (order === 1) return [[size]];
  return divisors(size).flatMap((first) =>
    splits(size / first, order - 1).map((rest) => [first, ...rest])
  );
}

function divisors(size: number): number[] {
  const small: number[] = [];
  for (let divisor = 1; divisor * divisor <= size; divisor++) {
    if (size % divisor === 0) small.push(divisor);
  }
  const large = small.filter((divisor) => divisor * divisor < size)
    .map((divisor) => size / divisor).reverse();
  return [...small, ...large];
}
