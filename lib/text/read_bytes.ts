import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { checkPath } from "../error/check_path.ts";

const decompressed = promisify(gunzip);

/**
 * The bytes of a file, decompressed if its name ends in `.gz`.
 *
 * @param path The file.
 * @returns Its contents.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is a folder, or not whole gzip data.
 * @throws {TypeError} If the path is none.
 */
export async function readBytes(
  path: string | URL,
): Promise<Uint8Array<ArrayBuffer>> {
  checkPath("read a file", path);
  const bytes = await contents(path);
  const name = fileName(path);
  if (!/\.gz$/i.test(name)) return bytes;
  try {
    return new Uint8Array(await decompressed(bytes)); // of all its members
  } catch (cause) {
    throw new SyntaxError(`Cannot read ${name} as it must be whole gzip data`, {
      cause,
    });
  }
}

/** Last part of a path, for messages. */
export function fileName(path: string | URL): string {
  return String(path).split(/[/\\]/).at(-1)!;
}

async function contents(path: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (await isFolder(path, error)) {
      throw new SyntaxError(
        `Cannot read ${fileName(path)} as it must be a file: got a folder`,
      );
    }
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Deno.errors.NotFound(
      `Cannot read ${fileName(path)} as there must be such a file: got ${path}`,
    );
  }
}

/** Whether a path can't be read as it is a folder; Windows says only that it may not be. */
async function isFolder(path: string | URL, error: unknown): Promise<boolean> {
  const { IsADirectory, PermissionDenied } = Deno.errors;
  if (error instanceof IsADirectory) return true;
  if (!(error instanceof PermissionDenied)) return false;
  return (await Deno.stat(path).catch(() => undefined))?.isDirectory ?? false;
}
