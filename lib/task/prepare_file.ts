import { dirname } from "node:path";
import { ifThere } from "../convert/if_there.ts";
import { prepareFolder } from "../convert/prepare_folder.ts";

/**
 * Finds out whether a file can be written, before the work whose outcome it is for.
 *
 * @param path The file; its folder is made if there is none.
 * @throws {Error} If it can't; says why.
 */
export async function prepareFile(path: string): Promise<void> {
  await prepareFolder(dirname(path));
  const there = await ifThere(Deno.stat(path));
  if (there?.isDirectory) {
    throw new Error(
      `Cannot save to ${path} as it must be a file: got a folder`,
    );
  }
}
