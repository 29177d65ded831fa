// @ts-types="./csv_parse.d.ts"
import { parse } from "csv-parse/sync";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkText } from "./check_text.ts";

/** How a table of text is written, and what to take from it. */
export interface TableOptions {
  /**
   * Names of the columns to take, in this order. The first line then holds the
   * names; without it every line is a row, and rows are returned whole.
   */
  readonly columns?: readonly string[];
  /** What stands between two fields; `","` by default. */
  readonly delimiter?: "," | "\t" | ";";
  /** What error messages call the text, such as its file name. */
  readonly name?: string;
}

/**
 * Rows of a table written as CSV or TSV.
 *
 * Fields between commas or semicolons may be quoted (RFC 4180); between tabs a
 * quotation mark is a letter like any other. Empty lines don't count.
 *
 * @param text The table.
 * @param options Columns and delimiter.
 * @returns At least one row; each has one field per asked column.
 * @throws {SyntaxError} If the text is empty, has no rows, has no such column, or
 * its rows differ in length.
 * @throws {TypeError} If it is no text, or there is no option of a name that was given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const rows = parseTable("id,text\n7,\"Yes, please\"\n", { columns: ["text"] });
 * assertEquals(rows, [["Yes, please"]]);
 * ```
 */
export function parseTable(
  text: string,
  options: TableOptions = {},
): string[][] {
  const names = ["columns", "delimiter", "name"];
  checkOptionNames("read the table", options, names);
  const { columns, delimiter = ",", name = "the table" } = options;
  const action = `read ${name}`;
  const isBytes = (text as unknown) instanceof Uint8Array; // which can be read too
  if (!isBytes) checkText(action, text);
  if (columns) checkList(action, "columns", columns, "an array of names");
  const cannot = (reason: string) =>
    new SyntaxError(`Cannot ${action} as ${reason}`);
  let lines: string[][];
  try {
    lines = parse(text, {
      bom: true,
      delimiter,
      quote: delimiter === "\t" ? null : '"',
      recordDelimiter: ["\r\n", "\n", "\r"],
      skipEmptyLines: true,
    });
  } catch (error) {
    throw cannot(`its rows must be well formed: ${(error as Error).message}`);
  }
  if (lines.length === 0) throw cannot("it must not be empty: got no lines");
  if (!columns) return lines;

  const [header, ...rows] = lines;
  const places = columns.map((column) => {
    const place = header.indexOf(column);
    if (place >= 0) return place;
    const got = header.map((field) => JSON.stringify(field)).join(", ");
    throw cannot(`it must have a column ${JSON.stringify(column)}: got ${got}`);
  });
  if (rows.length === 0) {
    throw cannot("it must have rows below its header: got none");
  }
  return rows.map((row) => places.map((place) => row[place]));
}
