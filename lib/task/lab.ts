/**
 * `deno task lab`: opens JupyterLab on the notebooks, with the kernel and the extension
 * for figures; sets both up the first time.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- what a task is for

import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { labEnvironment } from "./lab_environment.ts";

const HELP = `deno task lab [--port N] [--no-browser]

Opens JupyterLab on the notebooks. The first start makes an environment in .venv,
which takes about half a minute; later ones take seconds.

  --port N        port of the server; the first free one from 8888 if not given
  --no-browser    only print the address`;

/** What `deno task lab` was asked for. */
export interface LabRequest {
  /** Arguments for `jupyter lab`. */
  readonly lab: readonly string[];
  /** Whether only the help was asked for. */
  readonly help: boolean;
}

/**
 * What the arguments of `deno task lab` ask for.
 *
 * @param args The arguments.
 * @returns The request.
 * @throws {TypeError} If an argument is not known.
 * @throws {RangeError} If the port is not an integer in [1, 65535].
 */
export function parseLabRequest(args: readonly string[]): LabRequest {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string" },
      "no-browser": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const lab: string[] = [];
  if (values.port !== undefined) {
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new RangeError(
        `Cannot open JupyterLab as port must be an integer in [1, 65535]: got ${values.port}`,
      );
    }
    lab.push("--port", String(port));
  }
  if (values["no-browser"]) lab.push("--no-browser");
  return { lab, help: values.help };
}

if (import.meta.main) {
  try {
    const { lab, help } = parseLabRequest(Deno.args);
    if (help) {
      console.log(HELP);
      Deno.exit();
    }
    const { jupyter } = await labEnvironment((line) => console.log(line));
    const notebooks = fileURLToPath(
      new URL("../../notebooks", import.meta.url),
    );
    // Jupyter refuses to run as root unless told to
    const root = Deno.build.os !== "windows" && Deno.uid() === 0;
    const server = new Deno.Command(jupyter, {
      args: ["lab", ...lab, ...(root ? ["--allow-root"] : []), notebooks],
    }).spawn();
    Deno.addSignalListener("SIGINT", () => {}); // the server asks by itself
    Deno.exit((await server.status).code);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
