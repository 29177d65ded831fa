/**
 * `deno task native [cpu|gpu] [--remove]`: sets up native TensorFlow for this checkout.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { writeAtomically } from "../convert/write_atomically.ts";
import { missingFeature } from "../engine/missing_feature.ts";
import {
  KERNELS_HASH,
  NATIVE_FOLDER,
  readNativeSetup,
} from "../engine/native_setup.ts";
import type { NativeSetup, NativeVariant } from "../engine/native_setup.ts";
import {
  ADDON_PACKAGE,
  installFromPyPI,
  installStock,
  stockHostAnswers,
} from "./native_install.ts";
import { checkMachine, checkPyPI } from "./native_preflight.ts";
import { runCommand } from "./run_command.ts";
import { say } from "./say.ts";
import { taskHelp } from "./task_help.ts";
import { runTask } from "./task_options.ts";

const VARIANTS: readonly string[] = ["cpu", "gpu"] satisfies NativeVariant[];

/** What `deno task native` was asked for. */
export interface NativeRequest {
  /** The build of libtensorflow; as it is set up, else `"cpu"`, if not named. */
  readonly variant?: NativeVariant;
  /** Whether to undo the set-up. */
  readonly remove: boolean;
}

/**
 * What the arguments of `deno task native` ask for.
 *
 * @param args The arguments.
 * @returns The request.
 * @throws {RangeError} If an argument is none of `cpu`, `gpu` and `--remove`.
 */
export function parseRequest(args: readonly string[]): NativeRequest {
  const rest = args.filter((argument) => argument !== "--remove");
  const wrong = rest.length > 1 ? rest.join(" ") : rest[0] ?? "cpu";
  if (!VARIANTS.includes(wrong)) {
    throw new RangeError(
      `Cannot set up native TensorFlow as the variant must be cpu or gpu: got "${wrong}"`,
    );
  }
  const remove = rest.length < args.length;
  const [variant] = rest as NativeVariant[];
  return variant === undefined ? { remove } : { remove, variant };
}

/**
 * Set up native TensorFlow; where it is set up already, for this processor, do nothing.
 *
 * @param variant The build of libtensorflow.
 * @param report Is given a line before each step.
 * @param folder Where to; default: `.native/` of this checkout.
 * @returns A line that says which device is used.
 * @throws {Error} If something is missing, said before anything is downloaded, or if a
 * step fails.
 */
export async function setUpNative(
  variant: NativeVariant,
  report: (line: string) => void,
  folder: URL = NATIVE_FOLDER,
): Promise<string> {
  const present = readNativeSetup(folder);
  if (
    present?.variant === variant && present.package === ADDON_PACKAGE &&
    (present.source === "stock" || present.kernels === KERNELS_HASH) &&
    fitsProcessor(present, folder)
  ) return `Native TensorFlow is set up: ${present.tensorflow}, ${variant}`;
  const missing = await checkMachine(variant, new URL("../", folder));
  const possible = missing.length === 0;
  const [stock, { installer, missing: absent }] = await Promise.all([
    possible && stockHostAnswers(),
    checkPyPI(possible ? variant : undefined),
  ]);
  if (stock) {
    report(`Installing ${ADDON_PACKAGE} by its own script`);
    await emptyFolder(folder);
    const setup = await installStock(folder, variant);
    const line = setup && await trySetup(setup, folder).catch(() => undefined);
    if (line !== undefined) return line;
    report("That did not give a working addon; setting up from PyPI instead");
  }
  missing.push(...absent);
  if (missing.length > 0 || !installer) {
    throw new Error(
      `Cannot set up native TensorFlow as\n  ${missing.join("\n  ")}${
        stock ? "" : "\nNothing was downloaded"
      }`,
    );
  }
  await emptyFolder(folder);
  const setup = await installFromPyPI(folder, variant, installer, report);
  return await trySetup(setup, folder);
}

function fitsProcessor(setup: NativeSetup, folder: URL): boolean {
  try {
    return missingFeature(setup, folder) === undefined;
  } catch {
    return false; // its check is not whole
  }
}

async function emptyFolder(folder: URL) {
  await removeNative(folder);
  await Deno.mkdir(folder, { recursive: true });
}

/**
 * Undo a set-up.
 *
 * @param folder Folder of the set-up; default: `.native/` of this checkout.
 * @returns Whether there was one.
 */
export async function removeNative(
  folder: URL = NATIVE_FOLDER,
): Promise<boolean> {
  try {
    await Deno.remove(folder, { recursive: true });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Write the set-up down and try it in a fresh process; what does not work is not kept. */
async function trySetup(setup: NativeSetup, folder: URL): Promise<string> {
  const file = new URL("setup.json", folder);
  await writeAtomically(file, JSON.stringify(setup, null, 2));
  const { success, output } = await runCommand([
    Deno.execPath(),
    "run",
    "--allow-all",
    fileURLToPath(new URL("native_smoke.ts", import.meta.url)),
    folder.href,
  ]);
  const { version, gpu, threads } = success
    ? JSON.parse(output.split("\n").find((line) => line.startsWith("{"))!)
    : {};
  if (
    !success || (setup.source === "stock" && setup.variant === "gpu" && !gpu)
  ) {
    await Deno.remove(file);
    throw new Error(
      `Cannot use native TensorFlow as its first run must succeed: ${output.trim()}`,
    );
  }
  return `Native TensorFlow ${version} computes on ${
    gpu
      ? `the GPU (${await gpuName()})`
      : `the CPU, ${threads} threads${
        setup.variant === "gpu" ? ", as it found no GPU" : ""
      }`
  }`;
}

async function gpuName(): Promise<string> {
  const query = ["--query-gpu=name", "--format=csv,noheader"];
  return (await runCommand(["nvidia-smi", ...query])).output.trim();
}

async function native(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    say(taskHelp(
      "deno task native [cpu|gpu] [--remove]",
      "Sets up native TensorFlow for this checkout, as it was set up before or for the CPU if nothing is named; --remove undoes it.",
    ));
    return 0;
  }
  const { remove, variant } = parseRequest(args);
  if (remove) {
    const done = await removeNative();
    say(done ? "Removed .native/" : "Nothing to remove: there is no .native/");
  } else {
    const chosen = variant ?? readNativeSetup()?.variant ?? "cpu";
    say(await setUpNative(chosen, say));
  }
  return 0;
}

if (import.meta.main) await runTask(native);
