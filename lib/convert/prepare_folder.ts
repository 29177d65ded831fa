import { join } from "node:path";
import { writeAtomically } from "./write_atomically.ts";

/**
 * Makes a folder to write to, and finds out whether that is possible.
 *
 * A run of hours should fail before it starts.
 *
 * @param folder The folder; made if there is none.
 * @throws {Error} If it can't be made or written to; says why.
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    const probe = join(folder, `.${crypto.randomUUID()}.tmp`);
    await writeAtomically(probe, "");
    await Deno.remove(probe);
  } catch (cause) {
    throw new Error(
      `Cannot save to ${folder} as it must be a folder that can be written to: got ${
        (cause as Error).message
      }`,
      { cause },
    );
  }
}
