/**
 * The text of a UTF-8 file, decompressed if its name ends in `.gz`.
 *
 * @param path The file.
 * @returns Its text, without a byte order mark.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is not whole gzip data or not UTF-8.
 */
export async function readText(path: string | URL): Promise<string> {
  const name = fileName(path);
  const cannot = (need: string, cause: unknown) =>
    new SyntaxError(`Cannot read ${name} as it must be ${need}`, { cause });
  let bytes = await readBytes(path);
  if (name.endsWith(".gz")) {
    const stream = new Blob([bytes]).stream()
      .pipeThrough(new DecompressionStream("gzip"));
    try {
      bytes = await new Response(stream).bytes();
    } catch (cause) {
      throw cannot("whole gzip data", cause);
    }
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw cannot("UTF-8 text", cause);
  }
}

/** Last part of a path, for messages. */
export function fileName(path: string | URL): string {
  return String(path).split(/[/\\]/).at(-1)!;
}

async function readBytes(path: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Deno.errors.NotFound(
      `Cannot read ${fileName(path)} as there must be such a file: got ${path}`,
    );
  }
}
