import { fileName, readBytes } from "./read_bytes.ts";

/** Signs that a string of V8 holds, and thus bytes that surely fit. */
const LONGEST = 2 ** 29 - 24;

/**
 * The text of a UTF-8 file, decompressed if its name ends in `.gz`.
 *
 * @param path The file.
 * @returns Its text, without a byte order mark.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is not whole gzip data, not UTF-8 or too long for a string.
 * @throws {TypeError} If the path is none.
 */
export async function readText(path: string | URL): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const need = cause instanceof TypeError && bytes.length > LONGEST
      ? `at most ${LONGEST} bytes of text: got ${bytes.length}`
      : "UTF-8 text";
    throw new SyntaxError(
      `Cannot read ${fileName(path)} as it must be ${need}`,
      { cause },
    );
  }
}
