import { fileURLToPath } from "node:url";

/** What Windows says while a virus scanner, say, has a file open that was just written. */
const IN_USE = ["EACCES", "EBUSY", "EPERM"];

/** Milliseconds to wait before a file that is in use is tried again. */
const WAITS = [10, 30, 100, 300, 1_000];

/**
 * Write a file so that a crash leaves either the old content or the new, never a part.
 *
 * The data go to a temporary file in the same folder, which is then renamed; where
 * another program has one of the two open, on Windows, a second and a half is waited.
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
    await rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // there may be none
    throw error;
  }
}

async function rename(from: string, to: string): Promise<void> {
  for (const wait of WAITS) {
    try {
      return await Deno.rename(from, to);
    } catch (error) {
      const { code = "" } = error as { readonly code?: string };
      if (!IN_USE.includes(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  await Deno.rename(from, to);
}
