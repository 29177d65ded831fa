import { checkNamed } from "../error/check_named.ts";
import { type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { displayFigure } from "./display.ts";
import { type Figure, figure } from "./figure.ts";

/** Blue, white, orange: colours that readers with any colour vision can tell apart. */
const COLORS = [[0, "#0072B2"], [0.5, "#FFFFFF"], [1, "#D55E00"]];

/** Grey, where an entry is NaN or infinite. */
const NO_NUMBER = "#999999";

/** Pixels of a matrix across, at most, and of all of them: a notebook is no wider. */
const SIDE = 300;
const WIDTH = 660;

/** What stands between two matrices, as a share of one's width. */
const GAP = 0.13;

/** Matrices in a row, at most, so that their names stand side by side. */
const ACROSS = 6;

/** Pixels for the names above a row. */
const NAMES = 40;

/**
 * Matrices side by side as heatmaps, six in a row: blue below 0, white at it, orange
 * above, on one scale; grey where an entry is no number.
 *
 * @param matrices At least one, by the name that stands above it.
 * @param title What is seen, as a sentence.
 * @returns A figure, at most 760 pixels across; notebooks show it.
 * @throws {RangeError} If there is no matrix.
 * @throws {TypeError} If matrices do not come by name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { data } = matrixFigure({ A: [[1, 0], [0, 1]], B: [[0, 2]] }, "Two");
 * assertEquals(data.length, 2);
 * ```
 */
export function matrixFigure(
  matrices: Readonly<Record<string, MatrixLike>>,
  title: string,
): Figure {
  const example = "{ A: [[1, 2], [3, 4]] }";
  checkNamed("draw matrices", matrices, example, (given) => !isMatrix(given));
  const panels = Object.entries(matrices);
  if (panels.length === 0) {
    throw new RangeError(
      "Cannot draw matrices as there must be at least one: got 0",
    );
  }
  const across = Math.min(ACROSS, panels.length);
  const down = Math.ceil(panels.length / ACROSS);
  const side = Math.min(SIDE, WIDTH / across);
  const width = 1 / (across + GAP * (across - 1));
  const gap = NAMES / side;
  const height = 1 / (down + gap * (down - 1));
  let most = 0;
  let holes = 0;
  const axes: Record<string, object> = {};
  const traces = panels.map(([name, matrix], i) => {
    const { shape: [rows, columns], data } = toMatrix(matrix);
    for (const value of data) {
      if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
      else holes++;
    }
    const id = i === 0 ? "" : `${i + 1}`;
    const begin = i % ACROSS * width * (1 + GAP);
    const top = 1 - Math.floor(i / ACROSS) * height * (1 + gap);
    const axis = {
      showticklabels: false,
      ticks: "",
      zeroline: false,
      showgrid: false,
      showline: true,
      mirror: true,
      linecolor: "#BBBBBB",
    };
    axes[`xaxis${id}`] = {
      ...axis,
      title: { text: `${name}, ${rows} × ${columns}`, standoff: 6 },
      side: "top",
      domain: [begin, Math.min(1, begin + width)],
      anchor: `y${id}`,
      constrain: "domain",
    };
    axes[`yaxis${id}`] = {
      ...axis,
      domain: [Math.max(0, top - height), top],
      anchor: `x${id}`,
      autorange: "reversed",
      scaleanchor: `x${id}`, // square entries
      constrain: "domain",
      constraintoward: "top",
    };
    return {
      type: "heatmap",
      z: Array.from(
        { length: rows },
        (_, row) =>
          // four digits draw the same picture as seventeen
          Array.from(
            data.subarray(row * columns, (row + 1) * columns),
            (value) =>
              Number.isFinite(value) ? Number(value.toPrecision(4)) : null,
          ),
      ),
      xaxis: `x${id}`,
      yaxis: `y${id}`,
      coloraxis: "coloraxis",
      // cells that stand apart are drawn one by one, sharp in every viewer
      ...columns <= 64 && { xgap: 1, ygap: 1 },
      hovertemplate: `${name}[%{y}, %{x}] = %{z}<extra></extra>`,
    };
  });
  const { layout } = figure([], { title, x: "", y: "" });
  return displayFigure({
    data: traces,
    layout: {
      ...layout,
      ...axes,
      ...holes > 0 && { plot_bgcolor: NO_NUMBER },
      width: side * across + 100,
      height: side * down + NAMES * (down - 1) + 90,
      margin: { l: 16, r: 16, t: 84, b: 16 },
      coloraxis: {
        colorscale: COLORS,
        cmin: -most,
        cmax: most,
        colorbar: { thickness: 14, title: { text: "entry" } },
      },
    },
  });
}

/** Whether it is a matrix itself, by what tensors and analyses' matrices have. */
function isMatrix(value: object): boolean {
  return Array.isArray(value) || "dataSync" in value ||
    "data" in value && value.data instanceof Float64Array && "shape" in value &&
      Array.isArray(value.shape);
}
