import { parseArgs } from "node:util";
import { optionsHelp } from "./task_help.ts";

/** An option of a task: what it takes, what it is without it, and what it is for. */
export interface TaskOption {
  /** Kind of value; a flag takes none, and a file or folder is a text to read. */
  readonly type: "flag" | TextType | keyof typeof NUMBERS;
  /** Value if it is not given. */
  readonly default?: string | number;
  /** The texts that there are to choose from; any if not given. */
  readonly choices?: readonly string[];
  /** What `--help` says of it. */
  readonly help: string;
}

/** Kinds that are taken as they are. */
type TextType = "text" | "file" | "folder";

/** What a number must be, by its kind, and whether it is. */
const NUMBERS = {
  count: ["an integer >= 1", (n) => Number.isSafeInteger(n) && n >= 1],
  whole: ["an integer >= 0", (n) => Number.isSafeInteger(n) && n >= 0],
  share: ["between 0 and 1", (n) => n > 0 && n < 1],
  fraction: ["at least 0 and below 1", (n) => n >= 0 && n < 1],
  number: ["a number >= 0", (n) => n >= 0 && n < Infinity],
  positive: ["a number > 0", (n) => n > 0 && n < Infinity],
} satisfies Record<string, [need: string, fits: (n: number) => boolean]>;

/** Values of a task's options; undefined where there is neither a value nor a default. */
export type TaskValues<Options extends Record<string, TaskOption>> = {
  readonly [Name in keyof Options]: Options[Name]["type"] extends "flag"
    ? boolean
    :
      | (Options[Name] extends { choices: readonly (infer Choice)[] } ? Choice
        : Options[Name]["type"] extends TextType ? string
        : number)
      | (Options[Name] extends { default: string | number } ? never
        : undefined);
};

/** The error of a command line that does not fit. */
export function cannotRun(reason: string): SyntaxError {
  return new SyntaxError(
    `Cannot run the task as ${reason}; --help lists the options`,
  );
}

/**
 * Reads the command line of a task.
 *
 * @param args What follows the task's name.
 * @param options The options there are.
 * @returns Their values, or the text of `--help` if that is asked for.
 * @throws {SyntaxError} If an option is unknown or its value is of another kind.
 */
export function taskOptions<const Options extends Record<string, TaskOption>>(
  args: readonly string[],
  options: Options,
): TaskValues<Options> | string {
  let given: Record<string, unknown>;
  try {
    given = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h" },
        ...Object.fromEntries(
          Object.entries(options).map(([name, { type }]) => [
            name,
            { type: type === "flag" ? "boolean" : "string" } as const,
          ]),
        ),
      },
    }).values;
  } catch (error) {
    throw cannotRun((error as Error).message.split(". ")[0]);
  }
  if (given.help) return optionsHelp(options);
  const values = Object.entries(options).map(([name, option]) => {
    const value = given[name] ?? option.default;
    if (option.type === "flag") return [name, value ?? false];
    if (value === undefined) return [name, value];
    if (isText(option.type)) {
      if (option.choices?.includes(String(value)) ?? true) return [name, value];
      const need = option.choices!.join(" or ");
      throw cannotRun(`--${name} must be ${need}: got ${value}`);
    }
    const [need, fits] = NUMBERS[option.type];
    const number = value === "" ? NaN : Number(value);
    if (fits(number)) return [name, number];
    throw cannotRun(`--${name} must be ${need}: got ${value}`);
  });
  return Object.fromEntries(values);
}

function isText(type: TaskOption["type"]): type is TextType {
  return type === "text" || type === "file" || type === "folder";
}

/**
 * Runs a task for the command line: a fault of its input is told in one line.
 *
 * @param task Takes the command line, answers the exit code.
 */
export async function runTask(
  task: (args: readonly string[]) => Promise<number>,
): Promise<never> {
  try {
    Deno.exit(await task(Deno.args));
  } catch (error) {
    if (!isForeseen(error)) throw error;
    // deno-lint-ignore no-console -- what a task is for
    console.error(error.message);
    Deno.exit(1);
  }
}

/**
 * What a disk that is full or can't be written to is told by, and, on Windows, a file
 * that another program has open, as spreadsheets have theirs.
 */
const DISK = ["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EIO", "EBUSY"];

/** Whether the message says all that there is to know, as Kronlab's own do. */
function isForeseen(error: unknown): error is Error {
  const { NotFound, IsADirectory, NotADirectory, PermissionDenied } =
    Deno.errors;
  const kinds = [SyntaxError, RangeError, NotFound]
    .concat(IsADirectory, NotADirectory, PermissionDenied);
  // a number of a DOMException
  const code = String((Object(error) as { readonly code?: unknown }).code);
  return kinds.some((kind) => error instanceof kind) ||
    DISK.includes(code) || code.startsWith("ERR_PARSE_ARGS") ||
    error instanceof Error && error.constructor === Error &&
      error.message.startsWith("Cannot ");
}
