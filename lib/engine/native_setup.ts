/** What `deno task native` made, as its `setup.json` tells. */
export interface NativeSetup {
  /** Which build of libtensorflow: for the processor alone, or for CUDA too. */
  readonly variant: NativeVariant;
  /** Where libtensorflow came from: the package's own install script, or PyPI. */
  readonly source: "stock" | "pypi";
  /** Version of libtensorflow that the addon was built for. */
  readonly tensorflow: string;
  /** The package `@tensorflow/tfjs-node-gpu`, as `name@version`. */
  readonly package: string;
  /** Folder of the package, relative to the folder of the set-up. */
  readonly packageFolder: string;
  /** The compiled addon, relative to the folder of the set-up. */
  readonly addon: string;
  /** {@linkcode KERNELS_HASH} of what was compiled into it; none if it is stock. */
  readonly kernels?: string;
  /**
   * The library that tells whether a processor has what they were compiled for, relative
   * to the folder of the set-up; none if any has it, or the set-up is older than the check.
   */
  readonly processor?: string;
}

/** Build of libtensorflow: `"cpu"` or `"gpu"`. */
export type NativeVariant = "cpu" | "gpu";

/** Where `deno task native` puts everything: below the checkout, ignored by git. */
export const NATIVE_FOLDER: URL = new URL("../../.native/", import.meta.url);

/**
 * SHA-256 of the files of our own kernels, which are compiled into the addon: tells
 * whether that has those of this version, also where the files can't be read.
 */
export const KERNELS_HASH =
  "4c4a521a247c384f19fe27bcf1a0368e15dc7f5a443faadb695d4acb0cd3bcc1";

/**
 * What `deno task native` made here.
 *
 * `setup.json` is written last, so a set-up that was interrupted is none.
 *
 * @param folder The folder of the set-up.
 * @returns The set-up, or `undefined` where there is none or it may not be read.
 */
export function readNativeSetup(
  folder: URL = NATIVE_FOLDER,
): NativeSetup | undefined {
  if (folder.protocol !== "file:") return undefined; // imported from a registry
  const { state } = Deno.permissions.querySync({ name: "read", path: folder });
  if (state !== "granted") return undefined;
  try {
    return JSON.parse(Deno.readTextFileSync(new URL("setup.json", folder)));
  } catch {
    return undefined; // absent, or cut off while it was written
  }
}
