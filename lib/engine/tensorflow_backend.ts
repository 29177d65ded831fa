import nodeModule, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import util from "node:util";
import { NATIVE_FOLDER, readNativeSetup } from "./native_setup.ts";
import type { NativeSetup } from "./native_setup.ts";
import { tf } from "./tf.ts";

/** How {@linkcode startTensorFlow} starts libtensorflow. */
export interface TensorFlowOptions {
  /** Threads inside one operation, an integer >= 1; default: one for each processor. */
  readonly intraOpThreads?: number | undefined;
  /** The folder of the set-up; default: `.native/` of this checkout. */
  readonly folder?: URL;
}

/** What is known of the libtensorflow that runs in this process. */
export interface RunningTensorFlow {
  /** Version of libtensorflow. */
  readonly version: string;
  /** Whether it computes on a GPU. */
  readonly gpu: boolean;
  /** Threads inside one operation. */
  readonly threads: number;
}

/** The part of the compiled addon that is used here. */
interface Addon {
  readonly "TF_Version": string;
  isUsingGpuDevice(): boolean;
}

/** The part of the package that is used here. */
interface NodePackage {
  NodeJSKernelBackend: new (
    addon: Addon,
    packageName: string,
  ) => tf.KernelBackend;
}

/** Node's own loader of modules, which `@types/node` leaves out. */
interface ModuleLoader {
  _load(request: string, ...rest: unknown[]): unknown;
}

let running: RunningTensorFlow | undefined;

/** The libtensorflow that runs in this process, if one does. */
export function runningTensorFlow(): RunningTensorFlow | undefined {
  return running;
}

/**
 * Load native TensorFlow and register it with TensorFlow.js as `tensorflow`.
 *
 * Only what `deno task native` set up is loaded, and only when this is called:
 * nobody else pays for it. The package's own entry is not used, as it searches for
 * its addon with tools that do not run in Deno.
 *
 * @param options Threads and folder.
 * @throws {RangeError} If `intraOpThreads` is not an integer >= 1.
 * @throws {Error} If the library can't be loaded; says why and what to do.
 */
export function startTensorFlow(options: TensorFlowOptions = {}): void {
  const { intraOpThreads, folder = NATIVE_FOLDER } = options;
  checkThreads(intraOpThreads);
  if (running !== undefined) return;
  const setup = readNativeSetup(folder);
  if (setup === undefined) {
    throw new Error(
      "Cannot load native TensorFlow as it must be set up: run `deno task native`",
    );
  }
  const threads = intraOpThreads ?? navigator.hardwareConcurrency;
  setEnvironment(intraOpThreads);
  const addon = loadAddon(setup, folder);
  const { NodeJSKernelBackend } = loadPackage(setup, folder);
  tf.registerBackend(
    "tensorflow",
    () => new NodeJSKernelBackend(addon, "@tensorflow/tfjs-node-gpu"),
  );
  running = {
    version: addon.TF_Version,
    gpu: addon.isUsingGpuDevice(),
    threads,
  };
}

function checkThreads(threads: number | undefined) {
  if (threads === undefined) return;
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new RangeError(
      `Cannot start native TensorFlow as intraOpThreads must be an integer >= 1: got ${threads}`,
    );
  }
  if (running !== undefined && running.threads !== threads) {
    throw new Error(
      `Cannot change intraOpThreads as it must be chosen before native TensorFlow starts: it runs with ${running.threads}, got ${threads}`,
    );
  }
}

/** libtensorflow reads both variables once, when it is loaded; what the user set stays. */
function setEnvironment(threads: number | undefined) {
  const wanted: [string, string][] = [["TF_CPP_MIN_LOG_LEVEL", "2"]];
  if (threads !== undefined) {
    wanted.push(["TF_NUM_INTRAOP_THREADS", String(threads)]);
  }
  for (const [variable, value] of wanted) {
    const permission = { name: "env", variable } as const;
    if (Deno.permissions.querySync(permission).state !== "granted") {
      if (threads === undefined) continue; // no quiet, but no failure either
      throw new Error(
        `Cannot choose intraOpThreads as ${variable} must be settable: run with --allow-env`,
      );
    }
    const own = variable === "TF_CPP_MIN_LOG_LEVEL" && Deno.env.has(variable);
    if (!own) Deno.env.set(variable, value);
  }
}

function loadAddon(setup: NativeSetup, folder: URL): Addon {
  const path = fileURLToPath(new URL(setup.addon, folder));
  let addon: Addon;
  try {
    addon = createRequire(path)(path);
  } catch (error) {
    throw new Error(
      `Cannot load native TensorFlow as its library must fit this machine: ${
        (error as Error).message
      }; run \`deno task native --remove\`, then \`deno task native\``,
      { cause: error },
    );
  }
  if (addon.TF_Version !== setup.tensorflow) {
    throw new Error(
      `Cannot load native TensorFlow as libtensorflow must be ${setup.tensorflow}, which its addon was built for: got ${addon.TF_Version}; run \`deno task native --remove\`, then \`deno task native\``,
    );
  }
  return addon;
}

/**
 * Load the package's kernels with our TensorFlow.js in place of theirs, so that there is
 * one instance, and with the two functions that `node:util` of Deno lacks.
 */
function loadPackage(setup: NativeSetup, folder: URL): NodePackage {
  const replaced: Record<string, unknown> = {
    "@tensorflow/tfjs": tf,
    "@tensorflow/tfjs-core": tf,
    util: {
      ...util,
      isArray: Array.isArray,
      isNullOrUndefined: (value: unknown) =>
        value === null || value === undefined,
    },
  };
  const loader = nodeModule as unknown as ModuleLoader;
  const original = loader._load;
  loader._load = (request, ...rest) =>
    replaced[request] ?? original.call(loader, request, ...rest);
  try {
    const require = createRequire(new URL(`${setup.packageFolder}/`, folder));
    require("./dist/register_all_kernels.js");
    return require("./dist/nodejs_kernel_backend.js");
  } finally {
    loader._load = original;
  }
}
