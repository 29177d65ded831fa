/**
 * `deno task notebooks`: runs all notebooks in fresh kernels and stores their outputs;
 * with `--check` it writes nothing and fails where what is stored is out of date.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { endWithParent } from "./end_with_parent.ts";
import { labEnvironment } from "./lab_environment.ts";
import { notebookNames, NOTEBOOKS } from "./notebook_names.ts";
import { say } from "./say.ts";
import { taskHelp } from "./task_help.ts";
import { runTask } from "./task_options.ts";

/**
 * Runs notebooks by the Python program beside this one.
 *
 * @param args Names of notebooks, all if there is none; `--check` writes nothing.
 * @returns The exit code, 1 if a notebook failed.
 * @throws {RangeError} If there is no notebook of a name.
 */
export async function notebooksTask(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    say(taskHelp(
      "deno task notebooks [NOTEBOOK…] [--check]",
      "Runs all notebooks, or those named, in fresh kernels and stores their outputs; --check only compares.",
    ));
    return 0;
  }
  const check = args.filter((argument) => argument === "--check");
  const named = args.filter((argument) => argument !== "--check");
  const names = await notebookNames(NOTEBOOKS, named);
  const { python } = await labEnvironment(say);
  const path = (url: URL) => fileURLToPath(url);
  const runner = new Deno.Command(python, {
    args: [
      path(new URL("run_notebooks.py", import.meta.url)),
      ...check,
      ...names.map((name) => path(new URL(name, NOTEBOOKS))),
    ],
  }).spawn();
  // where a terminal gives Ctrl-C to both, one stop more does no harm
  using _ending = endWithParent(runner, {
    interrupt: Deno.build.os !== "windows",
  });
  return (await runner.status).code;
}

if (import.meta.main) await runTask(notebooksTask);
