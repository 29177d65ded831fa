/**
 * `deno task lab`: opens JupyterLab on the notebooks, with the kernel and the extension
 * for figures; sets both up the first time.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { startJupyter } from "./jupyter_server.ts";
import { labEnvironment } from "./lab_environment.ts";
import { NOTEBOOKS } from "./notebook_names.ts";
import { say } from "./say.ts";
import { runTask } from "./task_options.ts";

const HELP = `deno task lab [--port N] [--no-browser]

Opens JupyterLab on the notebooks. The first start makes an environment in .venv,
which takes about half a minute; later ones take seconds.

  --port N        port of the server; the first free one from 8888 if not given
  --no-browser    only print the address`;

/** What `deno task lab` was asked for. */
export interface LabRequest {
  /** Port of the server, if one was named. */
  readonly port: number | undefined;
  /** Whether to open a browser. */
  readonly browser: boolean;
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
  const port = values.port === undefined ? undefined : Number(values.port);
  if (
    port !== undefined &&
    !(Number.isInteger(port) && port >= 1 && port < 65_536)
  ) {
    throw new RangeError(
      `Cannot open JupyterLab as port must be an integer in [1, 65535]: got ${values.port}`,
    );
  }
  return { port, browser: !values["no-browser"], help: values.help };
}

async function lab(args: readonly string[]): Promise<number> {
  const { help, ...request } = parseLabRequest(args);
  if (help) {
    say(HELP);
    return 0;
  }
  const environment = await labEnvironment(say);
  const server = await startJupyter(environment, {
    folder: NOTEBOOKS,
    ...request,
  });
  say(`JupyterLab is at ${server.address()} (Ctrl-C ends it)`);
  return (await server.status).code;
}

if (import.meta.main) await runTask(lab);
