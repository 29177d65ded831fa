import { approximationCurve } from "../analysis/approximation_curve.ts";
import { compareStacks } from "../analysis/compare_stacks.ts";
import { evenStack } from "../analysis/rank_growth.ts";
import type { Stack } from "../analysis/stack.ts";
import type { Matrix } from "../matrix/matrix.ts";
import {
  approximationFigure,
  type ApproximationSeries,
  approximationTable,
} from "../plot/approximation_figure.ts";
import type { ReportSection } from "../plot/report.ts";
import type { Tick } from "./expressiveness_ranks.ts";

/** Stacks of one kind each, by name. */
export type StackKinds = Readonly<Record<string, readonly Stack[]>>;

/** Stacks for a 16 × 16 matrix, about 64, 128 and 192 parameters each kind. */
export const KINDS: StackKinds = {
  "one layer": [2, 4, 6].map((rank) => evenStack([4, 4], rank, 1)),
  "depth 2": [1, 2, 3].map((rank) => evenStack([4, 4], rank, 2)),
  "depth 3": [1, 2].map((rank) => evenStack([4, 4], rank, 3)),
  "unequal splits": [1, 2, 3].map((depth) =>
    evenStack([[2, 8], [8, 2]], 1, depth)
  ),
  "low rank": [2, 4, 6].map((rank) => [lowRank(rank, 16, 16)]),
};

/** Stacks for the trained 64 × 16 kernel. */
export const TRAINED_KINDS: StackKinds = {
  "one layer": [2, 4, 6].map((rank) => [tall(rank)]),
  "depth 2": [1, 2, 4].map((rank) => [
    tall(rank),
    ...evenStack([4, 4], rank, 1),
  ]),
  "low rank": [2, 3, 5].map((rank) => [lowRank(rank, 64, 16)]),
};

function lowRank(rank: number, rows: number, columns: number): Stack[number] {
  return { rank, rowFactors: [rows, 1], columnFactors: [1, columns] };
}

function tall(rank: number): Stack[number] {
  return { rank, rowFactors: [8, 8], columnFactors: [4, 4] };
}

/**
 * How close stacks come to a matrix.
 *
 * @param name What the matrix is.
 * @param target The matrix.
 * @param kinds Stacks to fit.
 * @param tick Called after each stack.
 * @returns A section with a table and a figure.
 */
export function approximationSection(
  name: string,
  target: Matrix,
  kinds: StackKinds,
  tick: Tick,
): ReportSection {
  const series: ApproximationSeries = Object.fromEntries(
    Object.entries(kinds).map(([kind, stacks]) => [
      kind,
      approximationCurve(target, stacks, { onStack: tick }),
    ]),
  );
  return {
    heading: `How close stacks come to ${name}`,
    paragraphs: [
      "Best of three random starts by gradient descent and three by alternating least squares; a single layer's error is the optimum by singular values.",
    ],
    table: approximationTable(series),
    figure: approximationFigure(
      series,
      `Error of stacks fitted to ${name}, by parameters`,
    ),
  };
}

/**
 * What factor shapes of equal parameter count trade.
 *
 * @param target A 16 × 16 matrix that they are fitted to.
 * @param tick Called after each stack.
 * @returns A section with a table.
 */
export function shapesSection(target: Matrix, tick: Tick): ReportSection {
  const rank = 4;
  const one = (rowFactors: number[], columnFactors: number[]) => [
    { rank, rowFactors, columnFactors },
  ];
  const rows = compareStacks(target, {
    "balanced (4, 4) × (4, 4)": one([4, 4], [4, 4]),
    "skewed (8, 2) × (2, 8)": one([8, 2], [2, 8]),
    "low rank (16, 1) × (1, 16)": one([16, 1], [1, 16]),
  }, { onStack: tick });
  return {
    heading: "Factor shapes at equal parameters",
    paragraphs: [
      "One layer of rank 4 on 16 × 16 with 128 parameters: the shape of the factors trades multiply–adds against matrix rank. The dense matrix takes 256 of both. The error is that of the best fit to a random matrix.",
    ],
    table: {
      columns: [
        "factors",
        "parameters",
        "multiply–adds",
        "matrix rank",
        "Kronecker rank",
        "dimension",
        "error",
      ],
      rows: rows.map((row) => [
        row.name,
        row.parameters,
        row.multiplyAdds,
        row.matrixRank,
        row.kroneckerRank,
        row.dimension,
        row.error,
      ]),
    },
  };
}
