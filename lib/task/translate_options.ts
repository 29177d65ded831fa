import { BACKENDS } from "../engine/use_backend.ts";
import { SHIPPED_TRANSLATOR } from "./shipped_translator.ts";
import { cannotRun } from "./task_options.ts";

/** The backend, for every command. */
export const BACKEND = {
  type: "text",
  choices: BACKENDS,
  help: "what computes; the best that runs here if not given",
} as const;

/** Source and target in a table where nothing else is said. */
export const DEFAULT_COLUMNS = "1,2";

/** Columns of tables, for every command that reads them. */
export const COLUMNS = {
  type: "text",
  help:
    `columns of source and target in a table, counted from 1; ${DEFAULT_COLUMNS} if not given`,
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
export function readColumns(
  text: string = DEFAULT_COLUMNS,
): [source: number, target: number] {
  const found = /^([1-9]\d{0,4}),([1-9]\d{0,4})$/.exec(text);
  if (found) return [Number(found[1]), Number(found[2])];
  throw cannotRun(
    `--columns must be two integers >= 1 with a comma between: got ${text}`,
  );
}

/**
 * Refuses an option that is of no use without another one.
 *
 * @param given Values by name; undefined where there is none.
 * @param name The option.
 * @param other The one it needs.
 * @throws {SyntaxError} If only the first is given.
 */
export function checkCompanion(
  given: Readonly<Record<string, unknown>>,
  name: string,
  other: string,
): void {
  if (given[name] === undefined || given[other] !== undefined) return;
  throw cannotRun(`--${name} must come with --${other}`);
}

/**
 * Refuses two options of which one would be ignored.
 *
 * @param given Values by name; undefined where there is none.
 * @param name One option.
 * @param other Another one.
 * @throws {SyntaxError} If both are given.
 */
export function checkRival(
  given: Readonly<Record<string, unknown>>,
  name: string,
  other: string,
): void {
  if (given[name] === undefined || given[other] === undefined) return;
  throw cannotRun(`--${name} must not come with --${other}`);
}
