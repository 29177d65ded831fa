import { fileURLToPath } from "node:url";
import { endWithParent } from "./end_with_parent.ts";
import type { LabEnvironment } from "./lab_environment.ts";

/** How {@linkcode startJupyter} starts JupyterLab. */
export interface JupyterOptions {
  /** Folder whose notebooks are listed. */
  readonly folder: URL;
  /** Port of the server; the first free one from 8888 if not given. */
  readonly port?: number | undefined;
  /** Whether the server opens a browser by itself; default false. */
  readonly browser?: boolean;
  /**
   * Whether the user's own settings, workspaces and trust in notebooks are left aside,
   * and the server's log with them; default false.
   */
  readonly isolated?: boolean;
}

/** A JupyterLab that answers; disposing of it ends it and its kernels. */
export interface JupyterServer extends AsyncDisposable {
  /** What came of the server's process. */
  readonly status: Promise<Deno.CommandStatus>;
  /**
   * The address of JupyterLab, with its token.
   *
   * @param notebook Name of a notebook to open, alone; none opens what was open last.
   */
  address(notebook?: string): string;
}

/**
 * Starts JupyterLab on 127.0.0.1, and waits until it answers. It ends where this process
 * is asked to.
 *
 * @param environment The programs.
 * @param options What to show and where.
 * @returns The server.
 * @throws {Error} If the server ends instead, as where the port is taken.
 */
export async function startJupyter(
  { jupyter, runtime }: LabEnvironment,
  { folder, port, browser = false, isolated = false }: JupyterOptions,
): Promise<JupyterServer> {
  // there the server says where it listens; nobody else writes to a folder of its own
  const own = new URL(`${crypto.randomUUID()}/`, runtime);
  await Deno.mkdir(own, { recursive: true, mode: 0o700 });
  const token = crypto.randomUUID();
  const at = (name: string) => fileURLToPath(new URL(name, own));
  const args = [
    "lab",
    fileURLToPath(folder),
    "--log-level=WARN",
    "--ServerApp.ip=127.0.0.1",
    // a port that was asked for and is taken is a fault, not a hint
    ...(port === undefined ? [] : [`--port=${port}`, "--port-retries=0"]),
    ...(browser ? [] : ["--no-browser"]),
    // Jupyter refuses to run as root unless told to
    ...(Deno.build.os !== "windows" && Deno.uid() === 0
      ? ["--allow-root"]
      : []),
  ];
  // a terminal that closes would end it at once, and its kernels would go on
  const [command, ...before] = Deno.build.os === "windows"
    ? [jupyter]
    : ["sh", "-c", `trap "" HUP; exec "$0" "$@"`, jupyter];
  const process = new Deno.Command(command, {
    args: [...before, ...args],
    env: {
      JUPYTER_TOKEN: token,
      JUPYTER_RUNTIME_DIR: at("."),
      ...(isolated && {
        JUPYTER_CONFIG_DIR: at("config"),
        JUPYTER_DATA_DIR: at("data"),
        JUPYTERLAB_SETTINGS_DIR: at("settings"),
        JUPYTERLAB_WORKSPACES_DIR: at("workspaces"),
        IPYTHONDIR: at("ipython"),
      }),
    },
    stdin: isolated ? "null" : "inherit",
    stdout: isolated ? "null" : "inherit",
    stderr: isolated ? "null" : "inherit",
  }).spawn();
  // in a terminal it asks by itself whether Ctrl-C is meant
  const ending = endWithParent(process, { interrupt: isolated });
  let ended: Deno.CommandStatus | undefined;
  const status = process.status.then(async (value) => {
    ended = value;
    ending[Symbol.dispose]();
    await Deno.remove(own, { recursive: true }).catch(() => {}); // a kernel may still write
    return value;
  });

  let base: string | undefined;
  while (!(base = await listeningAt(own))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (ended) {
      throw new Error(
        `Cannot open JupyterLab as its server must start: it ended with code ${ended.code}`,
      );
    }
  }
  return {
    status,
    address(notebook) {
      if (notebook === undefined) return `${base}lab?token=${token}`;
      // a workspace of its own, or the pages of one server open each other's notebooks
      const workspace = `lab/workspaces/${crypto.randomUUID()}`;
      const path = `${workspace}/tree/${encodeURIComponent(notebook)}`;
      return `${base}${path}?token=${token}`;
    },
    async [Symbol.asyncDispose]() {
      if (!ended) process.kill("SIGTERM");
      await status;
    },
  };
}

/** Where the server of a runtime folder listens, once it does. */
async function listeningAt(folder: URL): Promise<string | undefined> {
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (!/^jpserver-\d+\.json$/.test(name)) continue;
      const text = await Deno.readTextFile(new URL(name, folder));
      if (text.trimEnd().endsWith("}")) return JSON.parse(text).url; // written whole
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // the server has ended
  }
}
