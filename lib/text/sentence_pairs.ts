import { checkFields } from "../error/check_fields.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkText } from "./check_text.ts";
import { linesOf } from "./lines_of.ts";

/** Sentences and their translations, in the same order. */
export interface SentencePairs {
  /** What is translated. */
  readonly source: readonly string[];
  /** What it is translated to. */
  readonly target: readonly string[];
}

/** Which columns of a table hold the sentences. */
export interface SentencePairsOptions {
  /** Numbers of the columns, counted from 1; `[1, 2]` by default. */
  readonly columns?: readonly [source: number, target: number];
  /** What error messages call the text, such as its file name. */
  readonly name?: string;
}

/**
 * Pairs of sentences from a table with tabs between its columns.
 *
 * There is no header, and a quotation mark is a letter like any other.
 *
 * @param text The table.
 * @param options Columns.
 * @returns At least one pair; white space around a sentence is left out.
 * @throws {RangeError} If a column is not an integer >= 1.
 * @throws {SyntaxError} If there is no line, or a line lacks a column or a sentence;
 * names the line.
 * @throws {TypeError} If it is no text, or there is no option of a name that was given.
 *
 * @example German to English
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { source } = parseSentencePairs("Go.\tGeh.\nHi.\tHallo!\n", {
 *   columns: [2, 1],
 * });
 * assertEquals(source, ["Geh.", "Hallo!"]);
 * ```
 */
export function parseSentencePairs(
  text: string,
  options: SentencePairsOptions = {},
): SentencePairs {
  checkOptionNames("read the table", options, ["columns", "name"]);
  const { columns = [1, 2], name = "the table" } = options;
  const action = `read ${name}`;
  checkText(action, text);
  checkList(action, "columns", columns, "an array of two numbers");
  for (const column of columns) {
    if (Number.isSafeInteger(column) && column >= 1) continue;
    throw new RangeError(
      `Cannot ${action} as a column must be an integer >= 1: got ${column}`,
    );
  }
  const lines = someLines(text, name);
  const [source, target] = columns.map((column) =>
    lines.map((line, i) => {
      const fields = line.split("\t");
      const sentence = fields[column - 1]?.trim();
      if (sentence) return sentence;
      const got = sentence === undefined
        ? `${fields.length} columns`
        : "an empty one";
      throw new SyntaxError(
        `Cannot read ${name} as line ${
          i + 1
        } must have a sentence in column ${column}: got ${got}`,
      );
    })
  );
  return { source, target };
}

/** A text of one sentence a line, and what error messages call it. */
export interface NamedText {
  /** The sentences. */
  readonly text: string;
  /** Such as the file name. */
  readonly name: string;
}

/**
 * Pairs of sentences from two texts whose lines correspond, as Moses has them.
 *
 * @param source What is translated.
 * @param target What it is translated to.
 * @returns At least one pair; white space around a sentence is left out.
 * @throws {SyntaxError} If there is no line, a line is empty, or one text has more
 * lines; names the line.
 * @throws {TypeError} If one is no text with a name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const pairs = pairLines(
 *   { name: "a.de", text: "Geh.\nHallo!\n" },
 *   { name: "a.en", text: "Go.\nHi.\n" },
 * );
 * assertEquals(pairs.target, ["Go.", "Hi."]);
 * ```
 */
export function pairLines(source: NamedText, target: NamedText): SentencePairs {
  const need = "an object such as { text, name }";
  checkFields("pair lines", "source", source, ["text"], need);
  checkFields("pair lines", "target", target, ["text"], need);
  const [from, to] = [source, target].map(({ text, name }) =>
    someLines(text, name).map((line, i) => {
      if (line.trim()) return line.trim();
      throw new SyntaxError(
        `Cannot read ${name} as line ${
          i + 1
        } must have a sentence: got an empty one`,
      );
    })
  );
  if (from.length !== to.length) {
    const longer = from.length > to.length ? source : target;
    const line = Math.min(from.length, to.length) + 1;
    throw new SyntaxError(
      `Cannot read ${source.name} and ${target.name} as each line must have a translation: got ${from.length} and ${to.length} lines, so that line ${line} of ${longer.name} has none`,
    );
  }
  return { source: from, target: to };
}

function someLines(text: string, name: string): string[] {
  checkText(`read ${name}`, text);
  const lines = linesOf(text);
  if (lines.length > 0) return lines;
  throw new SyntaxError(
    `Cannot read ${name} as it must not be empty: got no lines`,
  );
}
