import type { RankGrowthRow } from "../analysis/rank_growth.ts";
import { checkList } from "../error/check_list.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { displayTable } from "./display.ts";
import { type Figure, figure, PALETTE } from "./figure.ts";
import type { Table } from "./table.ts";

const NEEDED = "what rankGrowth() answers";

/**
 * The rows of `rankGrowth` as a table to read.
 *
 * @param rows What `rankGrowth` answered.
 * @returns A table; notebooks show it.
 * @throws {TypeError} If `rows` is no array.
 */
export function rankGrowthTable(rows: readonly RankGrowthRow[]): Table {
  checkList("show ranks", "rows", rows, NEEDED);
  const withDimension = rows.some((row) => row.dimension !== undefined);
  return displayTable({
    columns: [
      "rank",
      "depth",
      "parameters",
      rankName(rows),
      "proven ceiling",
      "matrix rank",
      ...withDimension ? ["dimension", "dense parameters"] : [],
    ],
    rows: rows.map((row) => [
      row.rank,
      row.depth,
      row.parameters,
      row.kroneckerRank,
      row.bound,
      row.matrixRank,
      ...withDimension ? [row.dimension ?? "", row.denseParameters] : [],
    ]),
  });
}

/**
 * Kronecker rank by rank and depth as a heatmap, the proven ceiling in each cell.
 *
 * @param rows What `rankGrowth` answered.
 * @param split The sizes' split, for the title, such as `"4 × 4"`.
 * @returns A figure; notebooks show it.
 * @throws {TypeError} If `rows` is no array, or `split` no string.
 */
export function rankHeatmap(
  rows: readonly RankGrowthRow[],
  split: string,
): Figure {
  checkRows("draw ranks", rows, split);
  const ranks = distinct(rows.map((row) => row.rank));
  const depths = distinct(rows.map((row) => row.depth));
  const cells = ranks.map((rank) =>
    depths.map((depth) =>
      rows.find((row) => row.rank === rank && row.depth === depth)
    )
  );
  const trace = {
    type: "heatmap",
    x: depths.map(String),
    y: ranks.map(String),
    z: cells.map((line) => line.map((row) => row?.kroneckerRank ?? null)),
    text: cells.map((line) =>
      line.map((row) => row ? `${row.kroneckerRank}<br>≤ ${row.bound}` : "")
    ),
    texttemplate: "%{text}",
    hovertemplate: `rank %{y}, depth %{x}: ${
      rankName(rows)
    } %{z}<extra></extra>`,
    colorscale: "Cividis",
    xgap: 2,
    ygap: 2,
    colorbar: {
      title: { text: isTerms(rows) ? "Kronecker<br>rank (terms)" : "rank" },
      thickness: 16,
    },
  };
  return figure([trace], {
    title: `${
      capital(rankName(rows))
    } of stacked ${split} layers, exact, with its ceiling`,
    x: "depth (layers)",
    y: "rank of each layer (terms)",
  }, { x: { type: "category" }, y: { type: "category" } });
}

/**
 * Kronecker rank against depth, a curve a rank, with the ceiling it saturates at if a row
 * is deep enough to come to it.
 *
 * @param rows What `rankGrowth` answered.
 * @param split The sizes' split, for the title, such as `"8 × 8"`.
 * @returns A figure with a logarithmic rank axis; notebooks show it.
 * @throws {TypeError} If `rows` is no array, or `split` no string.
 * @throws {RangeError} If there are no rows.
 */
export function rankCurves(
  rows: readonly RankGrowthRow[],
  split: string,
): Figure {
  checkRows("draw ranks", rows, split);
  if (rows.length === 0) {
    throw new RangeError("Cannot draw ranks as there must be a row: got none");
  }
  const top = Math.max(...rows.map((row) => row.bound));
  // below it each layer multiplies the ceiling by its rank
  const saturates = rows.some(({ rank, depth, bound }) =>
    bound === top && bound < rank ** depth
  );
  const depths = distinct(rows.map((row) => row.depth));
  const curves = curvesByRank(rows, (chosen) => ({
    x: chosen.map((row) => row.depth),
    y: chosen.map((row) => row.kroneckerRank),
  }));
  const ends = [depths[0], depths[depths.length - 1]];
  const ceiling = straight(`ceiling (${top})`, ends, [top, top], "dash");
  return figure([...curves, ...saturates ? [ceiling] : []], {
    title: `Each ${split} layer multiplies the ${rankName(rows)}${
      saturates ? " until it saturates" : ""
    }`,
    x: "depth (layers)",
    y: `${rankName(rows)}${isTerms(rows) ? " (terms)" : ""}`,
  }, { x: { tickvals: depths }, y: LOG_2(top) });
}

/**
 * Dimension of the reachable set against parameters, a curve a rank.
 *
 * @param rows What `rankGrowth` answered, with dimensions.
 * @param split The sizes' split, for the title, such as `"4 × 4"`.
 * @returns A figure; notebooks show it.
 * @throws {RangeError} If no row has a dimension.
 * @throws {TypeError} If `rows` is no array, or `split` no string.
 */
export function dimensionCurves(
  rows: readonly RankGrowthRow[],
  split: string,
): Figure {
  checkRows("draw dimensions", rows, split);
  const known = rows.filter((row) => row.dimension !== undefined);
  if (known.length === 0) {
    throw new RangeError(
      "Cannot draw dimensions as rows must have some: got 0, so pass withDimension to rankGrowth",
    );
  }
  const dense = known[0].denseParameters;
  const most = Math.max(...known.map((row) => row.parameters));
  const curves = curvesByRank(known, (chosen) => ({
    x: chosen.map((row) => row.parameters),
    y: chosen.map((row) => row.dimension),
    text: chosen.map((row) => `depth ${row.depth}`),
  }));
  return figure([
    ...curves,
    straight("no gauge freedom", [0, dense], [0, dense], "dot"),
    straight(`dense matrix (${dense})`, [0, most], [dense, dense], "dash"),
  ], {
    title: `How many of their parameters stacked ${split} layers put to use`,
    x: "parameters of the stack",
    y: "dimension of the set of products",
  }, { x: { rangemode: "tozero" }, y: { rangemode: "tozero" } });
}

/** Whether the rank is the least number of terms, as it is of two factors at most. */
function isTerms(rows: readonly RankGrowthRow[]): boolean {
  return rows.every(({ order }) => !(order > 2));
}

function rankName(rows: readonly RankGrowthRow[]): string {
  return isTerms(rows) ? "Kronecker rank" : "rank of the first unfolding";
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

function checkRows(
  action: string,
  rows: readonly RankGrowthRow[],
  split: string,
): void {
  checkList(action, "rows", rows, NEEDED);
  if (typeof split === "string") return;
  throw wrongKind(action, "split", 'a string such as "8 × 8"', split);
}

/** A curve of each rank, whose rows come by depth. */
function curvesByRank(
  rows: readonly RankGrowthRow[],
  points: (chosen: readonly RankGrowthRow[]) => object,
): object[] {
  return distinct(rows.map((row) => row.rank)).map((rank, i) => ({
    type: "scatter",
    mode: "lines+markers",
    name: `rank ${rank}`,
    ...points(
      rows.filter((row) => row.rank === rank)
        .sort((a, b) => a.depth - b.depth),
    ),
    line: { color: PALETTE[i % PALETTE.length] },
    marker: { symbol: i, size: 8 },
  }));
}

function straight(name: string, x: number[], y: number[], dash: string) {
  const line = { color: "#444444", dash, width: 1 };
  return { type: "scatter", mode: "lines", name, x, y, line };
}

/** A logarithmic axis marked at the powers of 2. */
const LOG_2 = (top: number) => {
  const tickvals = Array.from(
    { length: Math.ceil(Math.log2(top)) + 1 },
    (_, power) => 2 ** power,
  );
  return { type: "log", tickvals, ticktext: tickvals.map(String) };
};

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
