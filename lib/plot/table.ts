import stringWidth from "string-width";
import { ShapeError } from "../error/shape_error.ts";
import { escapeHtml } from "./escape_html.ts";
import { formatNumbers } from "./format_numbers.ts";

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

/** Columns of a terminal that tables are made to fit into, where their names allow it. */
const TERMINAL = 80;

/** Between two columns of text. */
const GAP = "  ";

/**
 * A table as HTML: numbers to the right, text to the left and escaped.
 *
 * @param table The table.
 * @returns A `<table>` element.
 * @throws {ShapeError} If a row has another length than `columns`.
 */
export function tableHtml(table: Table): string {
  const { cells, toRight } = cellsOf(table);
  const head = table.columns.map((name, c) =>
    `<th ${toRight[c] ? RIGHT : LEFT}>${escapeHtml(name)}</th>`
  );
  const rows = cells.map((row, r) => {
    const texts = row.map((text, c) => {
      const isRight = toRight[c] || typeof table.rows[r][c] === "number";
      return `<td ${isRight ? RIGHT : LEFT}>${escapeHtml(text)}</td>`;
    });
    return `<tr>${texts.join("")}</tr>`;
  });
  return `<table><thead><tr>${head.join("")}</tr></thead><tbody>${
    rows.join("\n")
  }</tbody></table>`;
}

/**
 * A table as plain text in aligned columns.
 *
 * If it is wider than 80 characters, names of columns that are longer than what stands
 * below them take several lines.
 *
 * @param table The table.
 * @returns Lines without a trailing line break.
 * @throws {ShapeError} If a row has another length than `columns`.
 */
export function tableText(table: Table): string {
  const { cells, toRight } = cellsOf(table);
  const below = table.columns.map((_, c) =>
    cells.reduce((most, row) => Math.max(most, stringWidth(row[c])), 0)
  );
  const full = table.columns.reduce(
    (sum, name, c) => sum + Math.max(below[c], stringWidth(name)) + GAP.length,
    -GAP.length,
  );
  const names = table.columns.map((name, c) =>
    full > TERMINAL ? brokenAt(below[c], name) : [name]
  );
  const height = Math.max(1, ...names.map((lines) => lines.length));
  const head = Array.from(
    { length: height },
    (_, line) =>
      names.map((lines) => lines[line - height + lines.length] ?? ""),
  );
  const widths = names.map((lines, c) =>
    Math.max(below[c], ...lines.map((line) => stringWidth(line)))
  );
  return [...head, ...cells].map((row) =>
    row.map((text, c) => {
      const space = " ".repeat(widths[c] - stringWidth(text));
      return toRight[c] ? space + text : text + space;
    }).join(GAP).trimEnd()
  ).join("\n");
}

/** A name in lines of at most so many characters, or of its longest word or third. */
function brokenAt(width: number, name: string): string[] {
  const words = name.split(" ");
  const third = Math.ceil(stringWidth(name) / 3);
  const most = Math.max(
    width,
    third,
    ...words.map((word) => stringWidth(word)),
  );
  return words.reduce<string[]>((lines, word) => {
    const longer = `${lines.at(-1)} ${word}`;
    return lines.length > 0 && stringWidth(longer) <= most
      ? [...lines.slice(0, -1), longer]
      : [...lines, word];
  }, []);
}

/** What reads as a number, such as `54.6 ± 0.3`, `12.7×`, `4 (40 %)` and `-1 to 2`. */
const NUMBER =
  /^[-−]?\d[\d.,]*(\s*(±|to)\s*[-−]?\d[\d.,]*)?\s*[×%]?(\s*\(.*\))?$/;

/** Stands where there is no number. */
const NONE = "–";

/** Cells as text, and which columns hold nothing but numbers. */
function cellsOf(
  { columns, rows }: Table,
): { readonly cells: string[][]; readonly toRight: boolean[] } {
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new ShapeError("write a table", `[rows, ${columns.length}]`, [
        rows.length,
        row.length,
      ]);
    }
  }
  const cells = rows.map((row) => row.map(String));
  const toRight = columns.map((_, c) => {
    const isNumber = (row: Table["rows"][number]) =>
      typeof row[c] === "number" || NUMBER.test(String(row[c]));
    return rows.some(isNumber) &&
      rows.every((row) => isNumber(row) || row[c] === NONE);
  });
  for (const [c, areNumbers] of toRight.entries()) {
    const numbers = rows.flatMap((row) =>
      typeof row[c] === "number" ? [row[c]] : []
    );
    const texts = formatNumbers(numbers).values();
    for (const [r, row] of rows.entries()) {
      const value = row[c];
      if (typeof value !== "number") continue;
      const text = texts.next().value!;
      // among words each number is of its own kind: a count has no decimals
      const isCount = !areNumbers && Number.isInteger(value);
      cells[r][c] = isCount ? formatNumbers([value])[0] : text;
    }
  }
  return { cells, toRight };
}
