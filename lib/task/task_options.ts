import { parseArgs } from "node:util";

/** An option of a task: what it takes, what it is without it, and what it is for. */
export interface TaskOption {
  /** Kind of value; a flag takes none. */
  readonly type: "flag" | "text" | "count" | "share";
  /** Value if it is not given. */
  readonly default?: string | number;
  /** One line for `--help`. */
  readonly help: string;
}

/** Values of a task's options. */
export type TaskValues<Options extends Record<string, TaskOption>> = {
  readonly [Name in keyof Options]: Options[Name]["type"] extends "flag"
    ? boolean
    : Options[Name]["type"] extends "text" ? string | undefined
    : number;
};

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
  const cannot = (reason: string) =>
    new SyntaxError(
      `Cannot run the task as ${reason}; --help lists the options`,
    );
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
    throw cannot((error as Error).message.split(". ")[0]);
  }
  if (given.help) return helpText(options);
  const values = Object.entries(options).map(([name, option]) => {
    const value = given[name] ?? option.default;
    if (option.type === "flag") return [name, value ?? false];
    if (option.type === "text" || value === undefined) return [name, value];
    const number = Number(value);
    const fits = option.type === "count"
      ? Number.isSafeInteger(number) && number >= 1
      : number > 0 && number < 1;
    if (fits) return [name, number];
    const need = option.type === "count"
      ? "an integer >= 1"
      : "between 0 and 1";
    throw cannot(`--${name} must be ${need}: got ${value}`);
  });
  return Object.fromEntries(values);
}

/** One line an option. */
function helpText(options: Record<string, TaskOption>): string {
  const lines = Object.entries(options).map(([name, option]) => {
    const value = option.type === "flag" ? "" : ` ${option.type.toUpperCase()}`;
    const without = option.default === undefined
      ? ""
      : ` (default ${option.default})`;
    return `  ${`--${name}${value}`.padEnd(24)}${option.help}${without}`;
  });
  return ["Options:", ...lines].join("\n");
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
    const foreseen = [SyntaxError, RangeError, Deno.errors.NotFound];
    if (!foreseen.some((kind) => error instanceof kind)) throw error;
    // deno-lint-ignore no-console -- what a task is for
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
