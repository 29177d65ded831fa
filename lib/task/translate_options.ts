import { BACKENDS } from "../engine/use_backend.ts";
import { SHIPPED_TRANSLATOR } from "./shipped_translator.ts";

/** The backend, for every command. */
export const BACKEND = {
  type: "text",
  choices: BACKENDS,
  help: "what computes; the best that runs here if not given",
} as const;

/** Columns of tables, for every command that reads them. */
export const COLUMNS = {
  type: "text",
  default: "1,2",
  help: "columns of source and target in a table, counted from 1",
} as const;

/** What is translated with, and how it searches. */
export const SEARCH = {
  model: {
    type: "folder",
    help:
      `folder of the translator; without it the shipped one, ${SHIPPED_TRANSLATOR}`,
  },
  beams: {
    type: "count",
    default: 1,
    help: "translations that are followed at once; 1 is the greedy way",
  },
  "length-penalty": {
    type: "number",
    default: 0.6,
    help: "exponent of the length penalty; 0 for none",
  },
} as const;

/**
 * Reads the numbers of two columns.
 *
 * @param text Such as `"2,1"`.
 * @returns Both.
 * @throws {SyntaxError} If it is not two integers >= 1.
 */
export function readColumns(text: string): [source: number, target: number] {
  const found = /^([1-9]\d{0,4}),([1-9]\d{0,4})$/.exec(text);
  if (found) return [Number(found[1]), Number(found[2])];
  throw new SyntaxError(
    `Cannot run the task as --columns must be two integers >= 1 with a comma between: got ${text}; --help lists the options`,
  );
}
