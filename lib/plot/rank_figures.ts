import type { RankGrowthRow } from "../analysis/rank_growth.ts";
import { checkList } from "../error/check_list.ts";
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
      "Kronecker rank",
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
 * @throws {TypeError} If `rows` is no array.
 */
export function rankHeatmap(
  rows: readonly RankGrowthRow[],
  split: string,
): Figure {
  checkList("draw ranks", "rows", rows, NEEDED);
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
    hovertemplate: "rank %{y}, depth %{x}: Kronecker rank %{z}<extra></extra>",
    colorscale: "Cividis",
    xgap: 2,
    ygap: 2,
    colorbar: { title: { text: "Kronecker<br>rank (terms)" }, thickness: 16 },
  };
  return figure([trace], {
    title: `Kronecker rank of stacked ${split} layers, exact, with its ceiling`,
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
 * @throws {TypeError} If `rows` is no array.
 * @throws {RangeError} If it is empty.
 */
export function rankCurves(
  rows: readonly RankGrowthRow[],
  split: string,
): Figure {
  checkList("draw ranks", "rows", rows, NEEDED);
  if (rows.length === 0) {
    throw new RangeError("Cannot draw ranks as there must be a row: got none");
  }
  const top = Math.max(...rows.map((row) => row.bound));
  // below it each layer multiplies the ceiling by its rank
  const saturates = rows.some(({ rank, depth, bound }) =>
    bound === top && bound < rank ** depth
  );
  const depths = distinct(rows.map((row) => row.depth));
  const curves = distinct(rows.map((row) => row.rank)).map((rank, i) => {
    const chosen = rows.filter((row) => row.rank === rank)
      .sort((a, b) => a.depth - b.depth);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: `rank ${rank}`,
      x: chosen.map((row) => row.depth),
      y: chosen.map((row) => row.kroneckerRank),
      line: { color: PALETTE[i % PALETTE.length] },
      marker: { symbol: i, size: 8 },
    };
  });
  const ceiling = {
    type: "scatter",
    mode: "lines",
    name: `ceiling (${top})`,
    x: [depths[0], depths[depths.length - 1]],
    y: [top, top],
    line: { color: "#444444", dash: "dash", width: 1 },
  };
  return figure([...curves, ...saturates ? [ceiling] : []], {
    title: `Each ${split} layer multiplies the Kronecker rank${
      saturates ? " until it saturates" : ""
    }`,
    x: "depth (layers)",
    y: "Kronecker rank (terms)",
  }, { x: { tickvals: depths }, y: LOG_2(top) });
}

/**
 * Dimension of the reachable set against parameters, a curve a rank.
 *
 * @param rows What `rankGrowth` answered, with dimensions.
 * @param split The sizes' split, for the title, such as `"4 × 4"`.
 * @returns A figure; notebooks show it.
 * @throws {RangeError} If no row has a dimension.
 * @throws {TypeError} If `rows` is no array.
 */
export function dimensionCurves(
  rows: readonly RankGrowthRow[],
  split: string,
): Figure {
  checkList("draw dimensions", "rows", rows, NEEDED);
  const known = rows.filter((row) => row.dimension !== undefined);
  if (known.length === 0) {
    throw new RangeError(
      "Cannot draw dimensions as rows must have some: got 0, so pass withDimension to rankGrowth",
    );
  }
  const dense = known[0].denseParameters;
  const most = Math.max(...known.map((row) => row.parameters));
  const curves = distinct(known.map((row) => row.rank)).map((rank, i) => {
    const chosen = known.filter((row) => row.rank === rank)
      .sort((a, b) => a.depth - b.depth);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: `rank ${rank}`,
      x: chosen.map((row) => row.parameters),
      y: chosen.map((row) => row.dimension),
      text: chosen.map((row) => `depth ${row.depth}`),
      line: { color: PALETTE[i % PALETTE.length] },
      marker: { symbol: i, size: 8 },
    };
  });
  const line = (
    name: string,
    end: readonly number[],
    y: number[],
    dash: string,
  ) => ({
    type: "scatter",
    mode: "lines",
    name,
    x: end,
    y,
    line: { color: "#444444", dash, width: 1 },
  });
  return figure([
    ...curves,
    line("no gauge freedom", [0, dense], [0, dense], "dot"),
    line(`dense matrix (${dense})`, [0, most], [dense, dense], "dash"),
  ], {
    title: `How many of their parameters stacked ${split} layers put to use`,
    x: "parameters of the stack",
    y: "dimension of the set of products",
  }, { x: { rangemode: "tozero" }, y: { rangemode: "tozero" } });
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
