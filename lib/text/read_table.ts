import { parseTable, type TableOptions } from "./parse_table.ts";
import { fileName } from "./read_bytes.ts";
import { readText } from "./read_text.ts";

/**
 * Rows of a table in a file: `.csv`, `.tsv`, and either followed by `.gz`.
 *
 * The whole file is held in memory.
 *
 * @param path The file.
 * @param options Columns to take, and the delimiter if the name does not tell it.
 * @returns At least one row; each has one field per asked column.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If the file is not whole, not UTF-8, empty, has no rows or
 * no such column, or its rows differ in length.
 * @throws {TypeError} If the path is none, or there is no option of a name that was given.
 */
export async function readTable(
  path: string | URL,
  options: TableOptions = {},
): Promise<string[][]> {
  const name = fileName(path);
  const delimiter = /\.tsv(\.gz)?$/i.test(name) ? "\t" : ",";
  return parseTable(await readText(path), { delimiter, name, ...options });
}
