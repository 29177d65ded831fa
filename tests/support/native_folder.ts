import {
  KERNELS_HASH,
  type NativeSetup,
} from "../../lib/engine/native_setup.ts";

/** A set-up as `deno task native` writes it down, of an addon that is not one. */
export const SETUP: NativeSetup = {
  variant: "cpu",
  source: "pypi",
  tensorflow: "2.20.0",
  package: "@tensorflow/tfjs-node-gpu@4.22.0",
  packageFolder: "package",
  addon: "addon.node",
  kernels: KERNELS_HASH,
};

/**
 * Run `f` with a temporary folder that holds a set-up.
 *
 * @param changes What differs from {@linkcode SETUP}.
 * @param f What to do with it.
 */
export async function withNativeFolder(
  changes: Partial<NativeSetup>,
  f: (folder: URL) => void | Promise<void>,
): Promise<void> {
  const folder = new URL(`file://${Deno.makeTempDirSync()}/`);
  const setup = JSON.stringify({ ...SETUP, ...changes });
  Deno.writeTextFileSync(new URL("setup.json", folder), setup);
  Deno.writeTextFileSync(new URL("addon.node", folder), "");
  try {
    await f(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
