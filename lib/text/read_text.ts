import { fileName, readBytes } from "./read_bytes.ts";

/**
 * The text of a UTF-8 file, decompressed if its name ends in `.gz`.
 *
 * @param path The file.
 * @returns Its text, without a byte order mark.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is not whole gzip data or not UTF-8.
 * @throws {TypeError} If the path is none.
 */
export async function readText(path: string | URL): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read ${fileName(path)} as it must be UTF-8 text`,
      { cause },
    );
  }
}
