import nodeModule, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import util from "node:util";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { takeEmptyConvolutionsOn } from "./empty_convolutions.ts";
import { missingFeature } from "./missing_feature.ts";
import {
  KERNELS_HASH,
  NATIVE_FOLDER,
  readNativeSetup,
} from "./native_setup.ts";
import type { NativeSetup } from "./native_setup.ts";
import { writeOutPaddingOn } from "./numeric_padding.ts";
import { registerTensorFlowAttention } from "./tensorflow_attention.ts";
import { registerTensorFlowColumnSums } from "./tensorflow_column_sums.ts";
import { registerTensorFlowContraction } from "./tensorflow_contraction.ts";
import { registerTensorFlowContractionByEinsum } from "./tensorflow_contraction_by_einsum.ts";
import { registerTensorFlowDropout } from "./tensorflow_dropout.ts";
import { registerTensorFlowLayerNormalization } from "./tensorflow_layer_normalization.ts";
import { registerTensorFlowLeafProducts } from "./tensorflow_leaf_products.ts";
import { registerTensorFlowMissing } from "./tensorflow_missing.ts";
import { registerTensorFlowSame } from "./tensorflow_same.ts";
import { registerTensorFlowStep } from "./tensorflow_step.ts";
import { registerTensorFlowTwoFactorMatrix } from "./tensorflow_two_factor_matrix.ts";
import { withViews } from "./tensorflow_views.ts";
import { tf } from "./tf.ts";

/** How {@linkcode startTensorFlow} starts libtensorflow. */
export interface TensorFlowOptions {
  /** Threads inside one operation, an integer >= 1; default: one for each processor. */
  readonly intraOpThreads?: number;
  /** The folder of the set-up; default: `.native/` of this checkout. */
  readonly nativeFolder?: URL;
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

/** Why native TensorFlow can't be used. */
export interface Refusal {
  /** The reason and the remedy, to go after "as". */
  readonly reason: string;
  /** Whether it is set up and should have started, so that the user is told. */
  readonly broken: boolean;
}

/**
 * Load native TensorFlow and register it with TensorFlow.js as `tensorflow`.
 *
 * Only what `deno task native` set up is loaded, and only when this is called:
 * nobody else pays for it. The package's own entry is not used, as it searches for
 * its addon with tools that do not run in Deno.
 *
 * @param options Threads and folder.
 * @returns Why it can't be used, or nothing when it runs.
 * @throws {RangeError} If `intraOpThreads` is not an integer >= 1.
 * @throws {Error} If another number of threads runs already, or none can be chosen.
 */
export async function startTensorFlow(
  options: TensorFlowOptions = {},
): Promise<Refusal | undefined> {
  const { intraOpThreads, nativeFolder: folder = NATIVE_FOLDER } = options;
  const nativeFolder = new URL(`${folder}`.replace(/\/?$/, "/"));
  checkThreads(intraOpThreads);
  if (running === undefined) {
    const setup = readNativeSetup(nativeFolder);
    if (setup === undefined) {
      return {
        reason: nativeFolder.protocol === "file:"
          ? "it must be set up: run `deno task native`"
          : 'it must be set up: run `deno task native` in a checkout of Kronlab, and name its folder, `nativeFolder: new URL("file:///…/kronlab/.native/")`',
        broken: false,
      };
    }
    if (!granted({ name: "ffi", path: fileURLToPath(nativeFolder) })) {
      const reason = "it must load a library: run with --allow-ffi";
      return { reason, broken: false };
    }
    quiet();
    setThreads(intraOpThreads);
    try {
      running = load(setup, nativeFolder);
    } catch (error) {
      const [said] = (error as Error).message.split("\n");
      const reason = `its library must fit: ${said}; ${REPAIR}`;
      return { reason, broken: true };
    }
  }
  await tf.setBackend("tensorflow");
  return undefined;
}

const REPAIR = "run `deno task native --remove`, then `deno task native`";

function checkThreads(threads: number | undefined) {
  if (threads === undefined) return;
  checkPositiveIntegers("start native TensorFlow", { intraOpThreads: threads });
  if (running !== undefined && running.threads !== threads) {
    throw new Error(
      `Cannot change intraOpThreads as native TensorFlow must be told before it starts: it runs with ${running.threads}, got ${threads}`,
    );
  }
}

function granted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

/** Keep libtensorflow from telling of its start on stderr, unless the user wants it. */
function quiet() {
  const variable = "TF_CPP_MIN_LOG_LEVEL";
  if (granted({ name: "env", variable }) && !Deno.env.has(variable)) {
    Deno.env.set(variable, "2");
  }
}

/** libtensorflow reads this once, when it starts. */
const THREADS = "TF_NUM_INTRAOP_THREADS";

function setThreads(threads: number | undefined) {
  if (threads === undefined) return;
  if (!granted({ name: "env", variable: THREADS })) {
    throw new Error(
      `Cannot choose intraOpThreads as ${THREADS} must be settable: run with --allow-env`,
    );
  }
  Deno.env.set(THREADS, String(threads));
}

/** How many threads libtensorflow has: what the variable says, or one a processor. */
function threadsThen(): number {
  const said = granted({ name: "env", variable: THREADS })
    ? Number(Deno.env.get(THREADS))
    : NaN;
  return said >= 1 ? Math.floor(said) : navigator.hardwareConcurrency;
}

function load(setup: NativeSetup, folder: URL): RunningTensorFlow {
  if (setup.source === "pypi" && setup.kernels !== KERNELS_HASH) {
    throw new Error("its addon was built with other kernels");
  }
  const feature = missingFeature(setup, folder);
  if (feature !== undefined) {
    throw new Error(
      `its kernels were compiled for another processor, which has ${feature}`,
    );
  }
  const path = fileURLToPath(new URL(setup.addon, folder));
  const addon: Addon = createRequire(path)(path);
  const { TF_Version: version } = addon;
  if (version !== setup.tensorflow) {
    throw new Error(
      `its addon was built for libtensorflow ${setup.tensorflow}, not ${version}`,
    );
  }
  const { NodeJSKernelBackend } = loadPackage(setup, folder);
  tf.registerBackend(
    "tensorflow",
    () =>
      withViews(new NodeJSKernelBackend(addon, "@tensorflow/tfjs-node-gpu")),
  );
  takeEmptyConvolutionsOn("tensorflow");
  writeOutPaddingOn("tensorflow");
  registerTensorFlowMissing();
  registerTensorFlowSame();
  registerTensorFlowStep();
  registerTensorFlowColumnSums();
  const gpu = addon.isUsingGpuDevice();
  if (setup.kernels && !gpu) {
    registerTensorFlowAttention();
    registerTensorFlowContraction();
    registerTensorFlowDropout();
    registerTensorFlowLayerNormalization();
    registerTensorFlowLeafProducts();
    registerTensorFlowTwoFactorMatrix();
  } else {
    registerTensorFlowContractionByEinsum();
  }
  return { version, gpu, threads: threadsThen() };
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
