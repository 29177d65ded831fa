import { fileURLToPath } from "node:url";
import { prepareFolder } from "../convert/prepare_folder.ts";
import { runCommand } from "./run_command.ts";

/** Where the environment of JupyterLab lies: beside `deno.json`, ignored by git. */
const LAB_FOLDER = new URL("../../.venv/", import.meta.url);

/** What is installed there; `plotly` brings the extension that draws figures. */
const PACKAGES = [
  "jupyterlab==4.6.6",
  "nbclient==0.11.0",
  "nbconvert==7.17.2",
  "plotly==7.1.0",
  `deno==${Deno.version.deno}`,
];

/** Settings of JupyterLab: nothing is asked of the web, and nobody is asked about it. */
const SETTINGS = {
  "@jupyterlab/apputils-extension:notification": {
    fetchNews: "false",
    checkForUpdates: false,
  },
};

/** Programs of an environment that is ready. */
export interface LabEnvironment {
  /** The environment's Python. */
  readonly python: string;
  /** The environment's `jupyter`. */
  readonly jupyter: string;
  /** Folder for what a running server keeps. */
  readonly runtime: URL;
}

/**
 * Make the environment of JupyterLab: Python packages, the kernel of Deno from the
 * same place, and a kernelspec inside. Where all of it is there, nothing is done.
 *
 * @param report Is given a line before each step.
 * @param folder Where to; default `.venv`.
 * @returns Its programs.
 * @throws {Error} If neither uv nor python3 with venv is there, or a step fails.
 */
export async function labEnvironment(
  report: (line: string) => void,
  folder: URL = LAB_FOLDER,
): Promise<LabEnvironment> {
  const [bin, suffix] = Deno.build.os === "windows"
    ? ["Scripts/", ".exe"]
    : ["bin/", ""];
  const program = (name: string) =>
    fileURLToPath(new URL(`${bin}${name}${suffix}`, folder));
  const environment = {
    python: program("python"),
    jupyter: program("jupyter"),
    runtime: new URL("runtime/", folder),
  };
  const stamp = new URL("kronlab.json", folder);
  const path = fileURLToPath(folder);
  // its programs name the folder, and Python may have gone
  const wanted = JSON.stringify([PACKAGES, SETTINGS, path]);
  if (
    await Deno.readTextFile(stamp).catch(() => "") === wanted &&
    (await runCommand([environment.python, "--version"])).success
  ) return environment;

  const uv = (await runCommand(["uv", "--version"])).success;
  await prepareFolder(path);
  report(`Making a Python environment in ${path}`);
  const made = uv
    ? await runCommand(["uv", "venv", "--clear", path])
    : await runCommand([...await findPython(), "-m", "venv", "--clear", path]);
  if (!made.success) {
    throw new Error(
      `Cannot set up JupyterLab as python3 with venv, or uv, must be installed: ${made.output.trim()}`,
    );
  }
  report(`Installing ${PACKAGES.join(", ")}`);
  const install = uv
    ? ["uv", "pip", "install", "--python", environment.python]
    : [environment.python, "-m", "pip", "install", "--quiet"];
  const installed = await runCommand(
    [...install, ...PACKAGES] as [string, ...string[]],
  );
  if (!installed.success) {
    throw new Error(
      `Cannot set up JupyterLab as its packages must be installed: ${
        installed.output.trim().split("\n").slice(-3).join("\n") // pip warns at length before
      }`,
    );
  }
  await writeKernelspec(folder, program("deno"));
  await writeSettings(folder);
  await Deno.writeTextFile(stamp, wanted);
  return environment;
}

/** How Python is called: on Windows its installer adds no more than `py` unless told to. */
async function findPython(): Promise<readonly [string, ...string[]]> {
  if (Deno.build.os !== "windows") return ["python3"];
  const { success } = await runCommand(["py", "-3", "--version"]);
  return success ? ["py", "-3"] : ["python"];
}

/** So that Jupyter finds the kernel in this environment and nowhere else. */
async function writeKernelspec(folder: URL, deno: string): Promise<void> {
  const kernel = new URL("share/jupyter/kernels/deno/", folder);
  await Deno.mkdir(kernel, { recursive: true });
  const spec = {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    "display_name": "Deno",
    language: "typescript",
    env: { RUST_LOG: "error" },
  };
  await Deno.writeTextFile(
    new URL("kernel.json", kernel),
    JSON.stringify(spec, null, 2),
  );
}

/** Where JupyterLab looks for what an installation sets. */
async function writeSettings(folder: URL): Promise<void> {
  const settings = new URL("share/jupyter/lab/settings/", folder);
  await Deno.mkdir(settings, { recursive: true });
  await Deno.writeTextFile(
    new URL("overrides.json", settings),
    JSON.stringify(SETTINGS, null, 2),
  );
}
