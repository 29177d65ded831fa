import { say } from "./say.ts";
import { taskHelp } from "./task_help.ts";
import {
  type TaskOption,
  taskOptions,
  type TaskValues,
} from "./task_options.ts";

/**
 * The options that a task was called with, unless it was asked for its help.
 *
 * @param args The command line.
 * @param options What it may hold, by name.
 * @param help What the help begins with: how the task is called, and what it does.
 * @returns The values, or nothing where the help was said.
 * @throws {SyntaxError} If the command line does not fit.
 */
export function askedOptions<const Options extends Record<string, TaskOption>>(
  args: readonly string[],
  options: Options,
  help: { readonly usage: string; readonly about: string },
): TaskValues<Options> | undefined {
  const values = taskOptions(args, options);
  if (typeof values !== "string") return values;
  const list = Object.keys(options).length > 0 ? values : undefined;
  say(taskHelp(help.usage, help.about, list));
  return undefined;
}
