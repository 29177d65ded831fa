import { join } from "node:path";
import { ifThere } from "../convert/if_there.ts";
import { prepareFolder } from "../convert/prepare_folder.ts";

/** Locked by the training that has the folder; a killed one leaves it, unlocked. */
const LOCK = ".training.lock";

/** What a checkpoint that was interrupted leaves behind. */
const LEFT_BEHIND = /\.safetensors\.[0-9a-f-]{36}\.tmp$/;

/**
 * Makes a folder that of a training, until it is disposed: two that write to the same
 * one would mix their metrics and remove each other's checkpoints.
 *
 * What an earlier training left half written when it was killed is removed.
 *
 * @param folder The folder; made if there is none.
 * @returns What gives the folder back.
 * @throws {Error} If another training has it, in this process or another, or it can't
 * be written to.
 */
export async function claimFolder(folder: string): Promise<Disposable> {
  await prepareFolder(folder);
  const path = join(folder, LOCK);
  const lock = await lockedFile(path);
  if (!lock) {
    throw new Error(
      `Cannot train in ${folder} as no other training must be under way there: got one`,
    );
  }
  const claim = {
    [Symbol.dispose]() {
      try {
        Deno.removeSync(path); // while it is locked: the next training makes its own
      } catch (error) { // its folder may have been removed
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      } finally {
        lock.close();
      }
    },
  };
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (LEFT_BEHIND.test(name)) await Deno.remove(join(folder, name));
    }
  } catch (error) {
    claim[Symbol.dispose]();
    throw error;
  }
  return claim;
}

/** The file at a path, made and locked; nothing if another training has locked it. */
async function lockedFile(path: string): Promise<Deno.FsFile | undefined> {
  while (true) {
    const file = await Deno.open(path, { write: true, create: true });
    // a file system that has no locks can't tell of other trainings
    const locked = await file.tryLock(true).catch(() => true);
    const there = await ifThere(Deno.stat(path));
    const same = there?.ino === (await file.stat()).ino;
    if (locked && same) return file;
    file.close();
    if (!locked) return undefined;
    // else a training removed it at its end, before this one locked it
  }
}
