import { fileURLToPath } from "node:url";
import {
  KERNELS_HASH,
  type NativeSetup,
  type NativeVariant,
} from "../engine/native_setup.ts";
import type { Installer } from "./native_preflight.ts";
import {
  nativeWheels,
  requirements,
  TENSORFLOW_VERSION,
  wheelArguments,
} from "./native_wheels.ts";
import type { Wheel } from "./native_wheels.ts";
import {
  compiledFeatures,
  compileProcessorCheck,
  PROCESSOR,
} from "./processor_check.ts";
import { runCommand } from "./run_command.ts";

/** The npm packages, pinned: the addon's sources and kernels, and what these need. */
const PACKAGES = {
  "@tensorflow/tfjs-node-gpu": "4.22.0",
  "google-protobuf": "3.21.4",
  "node-api-headers": "1.9.0",
};

/** The package that holds the addon, as `name@version`. */
export const ADDON_PACKAGE: string = `@tensorflow/tfjs-node-gpu@${
  PACKAGES["@tensorflow/tfjs-node-gpu"]
}`;

/** Version of libtensorflow that the install script of the package downloads. */
const STOCK_VERSION = "2.9.1";

/** Operations of our own that are compiled into the addon, and what they include. */
export const KERNELS: readonly URL[] = [
  "attention.cc",
  "contraction.cc",
  "dropout.cc",
  "layer_normalization.cc",
  "leaf_products.cc",
  "two_factor_matrix.cc",
  "tensorflow_kernel.h",
  "threads.h",
  "vectors.h",
].map((name) => new URL(`../engine/${name}`, import.meta.url));

const MODULES = "npm/node_modules";
const PACKAGE_FOLDER = `${MODULES}/@tensorflow/tfjs-node-gpu`;

/**
 * Fetch the npm packages into the set-up's own folder.
 *
 * They are kept out of deno.json, so that nobody else downloads them, and out of the
 * checkout's node_modules.
 *
 * @param folder Folder of the set-up.
 * @param scripts Whether the package's own install script runs.
 * @returns Whether it went well, and what was said.
 */
async function fetchPackages(
  folder: URL,
  scripts: boolean,
): Promise<{ success: boolean; output: string }> {
  const cwd = new URL("npm/", folder);
  await Deno.mkdir(cwd, { recursive: true });
  const imports = Object.fromEntries(
    Object.entries(PACKAGES).map(([name, version]) => [
      name,
      `npm:${name}@${version}`,
    ]),
  );
  await Deno.writeTextFile(
    new URL("deno.json", cwd),
    JSON.stringify({ nodeModulesDir: "auto", imports }),
  );
  const allowed = scripts
    ? ["--allow-scripts=npm:@tensorflow/tfjs-node-gpu"]
    : [];
  return await runCommand([Deno.execPath(), "install", ...allowed], { cwd });
}

/**
 * Whether the host that the package's own install script downloads from answers.
 *
 * @param arch The machine's architecture; on others than x86_64 the script downloads
 * another version, and an addon for x86_64.
 * @returns `true` if it has the archive, `false` at the latest after 2 seconds.
 */
export async function stockHostAnswers(
  arch: typeof Deno.build.arch = Deno.build.arch,
): Promise<boolean> {
  if (arch !== "x86_64") return false;
  const [storage, base] = ["TFJS_NODE_CDN_STORAGE", "TFJS_NODE_BASE_URI"].map(
    (variable) => Deno.env.get(variable), // the script's own
  );
  const host = storage ?? "https://storage.googleapis.com/";
  const prefix = base ?? `${host}tensorflow/libtensorflow/libtensorflow-`;
  const url = `${prefix}gpu-linux-x86_64-${STOCK_VERSION}.tar.gz`;
  try {
    const signal = AbortSignal.timeout(2_000);
    return (await fetch(url, { method: "HEAD", signal })).ok;
  } catch {
    return false;
  }
}

/**
 * Set up by the package's own install script.
 *
 * @param folder Folder of the set-up, empty.
 * @param variant The build that is asked for; the script knows one alone, with CUDA.
 * @returns The set-up, or `undefined` if the script did not leave an addon.
 */
export async function installStock(
  folder: URL,
  variant: NativeVariant,
): Promise<NativeSetup | undefined> {
  if (!(await fetchPackages(folder, true)).success) return undefined;
  const lib = new URL(`${PACKAGE_FOLDER}/lib/`, folder);
  try {
    for await (const { name } of Deno.readDir(lib)) {
      const addon = `${PACKAGE_FOLDER}/lib/${name}/tfjs_binding.node`;
      await Deno.stat(new URL(addon, folder));
      return setup(variant, "stock", STOCK_VERSION, addon);
    }
  } catch {
    // the script exits with 0 even where it could not download
  }
  return undefined;
}

/**
 * Set up from PyPI: libtensorflow from its wheel, the addon from its C++ sources.
 *
 * @param folder Folder of the set-up, empty.
 * @param variant The build of libtensorflow.
 * @param installer The tool that unpacks wheels.
 * @param report Is given a line before each step.
 * @returns The set-up.
 * @throws {Error} If a step fails; says which and why.
 */
export async function installFromPyPI(
  folder: URL,
  variant: NativeVariant,
  installer: Installer,
  report: (line: string) => void,
): Promise<NativeSetup> {
  report(`Fetching ${ADDON_PACKAGE} from npm`);
  const fetched = await fetchPackages(folder, false);
  if (!fetched.success) {
    throw new Error(
      `Cannot set up native TensorFlow as npm must give its package: ${fetched.output.trim()}`,
    );
  }
  report(`Fetching libtensorflow ${TENSORFLOW_VERSION} from PyPI`);
  await unpackWheels(folder, nativeWheels(variant), installer);
  report("Compiling the addon");
  await compileAddon(folder);
  const processor = Deno.build.arch === "x86_64"
    ? await compileProcessorCheck(folder, await compiledFeatures())
    : undefined;
  await removeUnused(new URL("lib/", folder));
  return {
    ...setup(variant, "pypi", TENSORFLOW_VERSION, "tfjs_binding.node"),
    kernels: KERNELS_HASH,
    ...processor !== undefined && { processor },
  };
}

function setup(
  variant: NativeVariant,
  source: NativeSetup["source"],
  tensorflow: string,
  addon: string,
): NativeSetup {
  const [packageFolder, name] = [PACKAGE_FOLDER, ADDON_PACKAGE];
  return { variant, source, tensorflow, package: name, packageFolder, addon };
}

/**
 * Download wheels, check their hashes and unpack them into `lib/`.
 *
 * @param folder Folder of the set-up.
 * @param wheels The wheels.
 * @param installer The tool that does it.
 * @throws {Error} If a wheel can't be had whole, or has another hash.
 */
export async function unpackWheels(
  folder: URL,
  wheels: readonly Wheel[],
  installer: Installer,
): Promise<void> {
  const path = (name: string) => fileURLToPath(new URL(name, folder));
  await Deno.writeTextFile(path("requirements.txt"), requirements(wheels));
  await Deno.mkdir(path("temporary"), { recursive: true });
  const { name, command: [command, ...args] } = installer;
  const options = ["--no-deps", "--require-hashes", "-r", "requirements.txt"];
  if (name === "pip") options.push("--no-compile", "--no-warn-conflicts");
  const { success, output } = await runCommand(
    [
      command,
      ...args,
      "install",
      ...options,
      "--target",
      "lib",
      ...wheelArguments(name),
    ],
    {
      cwd: folder,
      // pip shows its progress on stdout, uv on stderr
      ...(name === "pip" ? { stdout: "inherit" } : { stderr: "inherit" }),
      env: { TMPDIR: path("temporary"), PIP_DISABLE_PIP_VERSION_CHECK: "1" },
    },
  );
  await Deno.remove(path("temporary"), { recursive: true });
  if (success) return;
  const hash = /hash/i.test(output)
    ? "each wheel must have its pinned SHA-256"
    : "each wheel must be downloaded whole";
  throw new Error(
    `Cannot set up native TensorFlow as ${hash}: ${
      output.trim() || `${name} failed, see above`
    }`,
  );
}

/** Compile the package's C++ sources against the headers in the wheel. */
async function compileAddon(folder: URL) {
  const binding = `${PACKAGE_FOLDER}/binding`;
  const { success, output } = await runCommand(
    [
      "g++",
      ...["-std=c++17", "-O3", ...PROCESSOR, "-fPIC", "-shared", "-w"],
      "-DNAPI_VERSION=8",
      ...["-Ilib/tensorflow/include", `-I${MODULES}/node-api-headers/include`],
      ...[`${binding}/tfjs_backend.cc`, `${binding}/tfjs_binding.cc`],
      ...KERNELS.map((file) => fileURLToPath(file))
        .filter((path) => path.endsWith(".cc")),
      ...["-o", "tfjs_binding.node", "-Llib/tensorflow"],
      ...["-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
      "-Wl,--allow-shlib-undefined",
      "-Wl,-z,now", // a missing symbol is an error at loading, not a crash later
      "-Wl,-rpath,$ORIGIN/lib/tensorflow",
    ],
    { cwd: folder },
  );
  if (!success) {
    throw new Error(
      `Cannot set up native TensorFlow as its addon must compile: ${output.trim()}`,
    );
  }
}

/** Keep the libraries, and of the rest of the wheels nothing but names and licences. */
async function removeUnused(lib: URL) {
  const tensorflow = new URL("tensorflow/", lib);
  for await (const { name } of Deno.readDir(tensorflow)) {
    if (name.startsWith("libtensorflow")) continue;
    await Deno.remove(new URL(name, tensorflow), { recursive: true });
  }
  await Deno.remove(new URL("bin/", lib), { recursive: true });
}
