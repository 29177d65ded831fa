import type { Approximation } from "../analysis/approximation_curve.ts";
import { checkNamed } from "../error/check_named.ts";
import { displayTable } from "./display.ts";
import { type Figure, figure, PALETTE } from "./figure.ts";
import type { Table } from "./table.ts";

/** Fits of stacks of one kind, by name, such as `{ "depth 2": […] }`. */
export type ApproximationSeries = Readonly<
  Record<string, readonly Approximation[]>
>;

/**
 * Error of the best fit against parameters, a curve a kind of stack.
 *
 * @param series Fits by the kind of their stacks.
 * @param title What is seen, as a sentence.
 * @returns A figure; notebooks show it.
 * @throws {TypeError} If fits do not come by name.
 */
export function approximationFigure(
  series: ApproximationSeries,
  title: string,
): Figure {
  checkSeries("draw fits", series);
  const traces = Object.entries(series).map(([name, rows], i) => ({
    type: "scatter",
    mode: "lines+markers",
    name,
    x: rows.map((row) => row.parameters),
    y: rows.map((row) => row.error),
    line: { color: PALETTE[i % PALETTE.length] },
    marker: { symbol: i, size: 8 },
  }));
  return figure(traces, {
    title,
    x: "parameters of the stack",
    y: "relative Frobenius error of the best fit",
  }, { y: { rangemode: "tozero" } });
}

/**
 * The fits as a table to read, with what each way of fitting reached.
 *
 * @param series Fits by the kind of their stacks.
 * @returns A table; notebooks show it.
 * @throws {TypeError} If fits do not come by name.
 */
export function approximationTable(series: ApproximationSeries): Table {
  checkSeries("show fits", series);
  return displayTable({
    columns: [
      "stack",
      "parameters",
      "multiply–adds",
      "error",
      "by gradient descent",
      "by alternating",
    ],
    rows: Object.entries(series).flatMap(([name, rows]) =>
      rows.map((row) => [
        name,
        row.parameters,
        row.multiplyAdds,
        row.error,
        row.gradientError,
        row.alternatingError,
      ])
    ),
  });
}

function checkSeries(action: string, series: ApproximationSeries): void {
  const example = "{ deep: approximationCurve(…) }";
  checkNamed(
    action,
    series,
    example,
    (given) => Object.values(given).every(Array.isArray),
  );
}
