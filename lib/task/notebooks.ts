/**
 * `deno task notebooks`: runs all notebooks in fresh kernels and stores their outputs;
 * with `--check` it writes nothing and fails where what is stored is out of date.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- what a task is for

import { fileURLToPath } from "node:url";
import { labEnvironment } from "./lab_environment.ts";

const folder = new URL("../../notebooks/", import.meta.url);
const names = Deno.args.filter((argument) => argument !== "--check");
const all = [...Deno.readDirSync(folder)]
  .map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();
const unknown = names.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(
    `Cannot run a notebook as its name must be one of ${
      all.join(", ")
    }: got ${unknown}`,
  );
  Deno.exit(1);
}
const { python } = await labEnvironment((line) => console.log(line));
const runner = new Deno.Command(python, {
  args: [
    fileURLToPath(new URL("run_notebooks.py", import.meta.url)),
    ...(Deno.args.includes("--check") ? ["--check"] : []),
    ...(names.length > 0 ? names : all).map((name) =>
      fileURLToPath(new URL(name, folder))
    ),
  ],
}).spawn();
Deno.exit((await runner.status).code);
