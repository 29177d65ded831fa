import { ShapeError } from "../error/shape_error.ts";
import { escapeHtml } from "./escape_html.ts";

/** Rows under named columns, as reports and notebooks show them. */
export interface Table {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** One array a row, one value a column. */
  readonly rows: readonly (readonly (string | number)[])[];
}

const RIGHT = 'style="text-align:right"';

/** Said as well, as notebooks put all cells to the right. */
const LEFT = 'style="text-align:left"';

/**
 * A table as HTML: numbers to the right, text to the left and escaped.
 *
 * @param table The table.
 * @returns A `<table>` element.
 * @throws {ShapeError} If a row has another length than `columns`.
 */
export function tableHtml(table: Table): string {
  checkTable(table);
  const isNumber = numberColumns(table);
  const head = table.columns.map((name, c) =>
    isNumber[c]
      ? `<th ${RIGHT}>${escapeHtml(name)}</th>`
      : `<th ${LEFT}>${escapeHtml(name)}</th>`
  );
  const rows = table.rows.map((row) => {
    const cells = row.map((value) =>
      typeof value === "number"
        ? `<td ${RIGHT}>${formatNumber(value)}</td>`
        : `<td ${LEFT}>${escapeHtml(String(value))}</td>`
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table><thead><tr>${head.join("")}</tr></thead><tbody>${
    rows.join("\n")
  }</tbody></table>`;
}

/**
 * A table as plain text in aligned columns.
 *
 * @param table The table.
 * @returns Lines without a trailing line break.
 * @throws {ShapeError} If a row has another length than `columns`.
 */
export function tableText(table: Table): string {
  checkTable(table);
  const lines = [
    [...table.columns],
    ...table.rows.map((row) =>
      row.map((value) =>
        typeof value === "number" ? formatNumber(value) : String(value)
      )
    ),
  ];
  const isNumber = numberColumns(table);
  const width = table.columns.map((_, c) =>
    lines.reduce((most, line) => Math.max(most, line[c].length), 0)
  );
  return lines.map((line) =>
    line.map((cell, c) =>
      isNumber[c] ? cell.padStart(width[c]) : cell.padEnd(width[c])
    ).join("  ").trimEnd()
  ).join("\n");
}

/** Which columns hold nothing but numbers. */
function numberColumns({ columns, rows }: Table): boolean[] {
  return columns.map((_, c) =>
    rows.length > 0 && rows.every((row) => typeof row[c] === "number")
  );
}

/** Whole numbers in full, others with four significant digits. */
function formatNumber(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return `${Number(value.toPrecision(4))}`;
}

function checkTable({ columns, rows }: Table): void {
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new ShapeError("write a table", `[rows, ${columns.length}]`, [
        rows.length,
        row.length,
      ]);
    }
  }
}
