import { withDisplay } from "../convert/with_display.ts";
import { checkObject } from "../error/check_object.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { checkFigure } from "./check_figure.ts";
import type { Figure } from "./figure.ts";
import { figureTitle } from "./figure_title.ts";
import { plain } from "./plain.ts";
import { renderSvg } from "./svg.ts";
import { type Table, tableHtml, tableText } from "./table.ts";

/**
 * A figure that shows itself in a notebook: interactive where plotly is installed, as
 * a picture elsewhere.
 *
 * @param figure The figure.
 * @returns The same data and layout, with what a notebook asks for.
 * @throws {TypeError} If it is no figure: data, an array of traces, and a layout.
 */
export function displayFigure(figure: Figure): Figure {
  checkFigure(figure);
  const { data, layout, ...rest } = figure;
  const shown = { data: plain(data), layout, ...rest };
  return withDisplay({ ...shown }, async () => ({
    "application/vnd.plotly.v1+json": { ...shown },
    "image/svg+xml": await renderSvg(shown),
    "text/plain": figureText(shown),
  }), () => figureText(shown));
}

/** Rows of a table that a notebook shows and saves; a browser is slow with many more. */
const MOST = 1_000;

/**
 * A table that shows itself in a notebook, as HTML and as plain text: its first 1,000
 * rows, and how many more there are.
 *
 * @param table The table.
 * @returns The same columns and rows, with what a notebook asks for.
 * @throws {TypeError} If it is no table: columns, an array, and rows, arrays in one.
 */
export function displayTable(table: Table): Table {
  checkTable(table);
  return withDisplay({ ...table }, () => {
    const { columns, rows } = table;
    const first = { columns, rows: rows.slice(0, MOST) };
    const left = rows.length - first.rows.length;
    const more = left > 0
      ? `and ${left.toLocaleString("en-US")} more rows`
      : "";
    return {
      "text/html": `${tableHtml(first)}${more && `<p>${more}</p>`}`,
      "text/plain": `${tableText(first)}${more && `\n${more}`}`,
    };
  });
}

/** A figure in words: its title and its axes. */
function figureText({ data, layout }: Figure): string {
  const { xaxis, yaxis } = layout as { xaxis?: object; yaxis?: object };
  const axes = [xaxis, yaxis].map((axis = {}) => figureTitle(axis))
    .filter((label) => label);
  const traces = `${data.length} ${data.length === 1 ? "trace" : "traces"}`;
  return `Figure: ${figureTitle(layout) || "untitled"} (${
    [traces, ...axes.length > 0 ? [axes.join(", ")] : []].join("; ")
  })`;
}

/**
 * Refuses what can't be shown as a table.
 *
 * @param table What should be a table.
 * @throws {TypeError} If it is none: columns, an array, and rows, arrays in one.
 */
export function checkTable(table: Table): void {
  const action = "show a table";
  const needed = 'an object such as { columns: ["a", "b"], rows: [[1, 2]] }';
  checkObject(action, "it", table, needed);
  const checkArray = (name: string, list: unknown) => {
    if (!Array.isArray(list)) throw wrongKind(action, name, "an array", list);
  };
  checkArray("its columns", table.columns);
  checkArray("its rows", table.rows);
  for (const [i, row] of table.rows.entries()) checkArray(`row ${i}`, row);
}
