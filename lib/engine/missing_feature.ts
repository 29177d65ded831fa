import { fileURLToPath } from "node:url";
import type { NativeSetup } from "./native_setup.ts";

/**
 * What this processor lacks of that which the kernels of a set-up were compiled for: to
 * run them without it would end the program at once, with no word.
 *
 * @param setup The set-up; one that has no check is taken to fit.
 * @param folder Its folder.
 * @returns A feature's name, such as `"avx512f"`; nothing if the processor has all.
 * @throws {Error} If the check can't be loaded.
 */
export function missingFeature(
  { processor }: NativeSetup,
  folder: URL,
): string | undefined {
  if (processor === undefined) return undefined;
  const path = fileURLToPath(new URL(processor, folder));
  const library = Deno.dlopen(path, {
    missingFeature: { parameters: [], result: "pointer" },
  });
  try {
    const name = library.symbols.missingFeature();
    return name === null ? undefined : Deno.UnsafePointerView.getCString(name);
  } finally {
    library.close();
  }
}
