import { fileURLToPath } from "node:url";

/**
 * Write a file so that a crash leaves either the old content or the new, never a part.
 *
 * The data go to a temporary file in the same folder, which is then renamed.
 *
 * @param path Where to; its folder must exist.
 * @param data The whole content.
 */
export async function writeAtomically(
  path: string | URL,
  data: Uint8Array | string,
): Promise<void> {
  const target = path instanceof URL ? fileURLToPath(path) : path;
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    if (typeof data === "string") await Deno.writeTextFile(temporary, data);
    else await Deno.writeFile(temporary, data);
    await Deno.rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // there may be none
    throw error;
  }
}
