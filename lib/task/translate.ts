/**
 * `deno task translate train|evaluate|interactive`: trains a Transformer to translate,
 * tests it, and translates what is typed.
 *
 * @module
 */

import { say } from "./say.ts";
import { runTask } from "./task_options.ts";
import { evaluateTask } from "./translate_evaluate.ts";
import { interactiveTask } from "./translate_interactive.ts";
import { trainTask } from "./translate_train.ts";

const COMMANDS = {
  train: trainTask,
  evaluate: evaluateTask,
  interactive: interactiveTask,
} as const;

const USAGE = `deno task translate COMMAND

  train        trains a Transformer on German-English pairs or on your own
  evaluate     scores a trained one: BLEU, chrF, loss
  interactive  translates what you type or pipe into it

deno task translate COMMAND --help lists the options.`;

/**
 * Runs the task.
 *
 * @param args Command line.
 * @returns The exit code.
 * @throws {SyntaxError} If there is no such command.
 */
export async function translate(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h") {
    say(USAGE);
    return name === undefined ? 1 : 0;
  }
  if (Object.hasOwn(COMMANDS, name)) {
    return await COMMANDS[name as keyof typeof COMMANDS](rest);
  }
  throw new SyntaxError(
    `Cannot run the task as its command must be ${
      Object.keys(COMMANDS).join(" or ")
    }: got ${name}`,
  );
}

if (import.meta.main) await runTask(translate);
