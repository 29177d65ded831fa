import { parseIdx } from "./parse_idx.ts";
import type { IdxArray } from "./parse_idx.ts";
import { fileName, readBytes } from "./read_bytes.ts";

/**
 * Numbers of an IDX file, decompressed if its name ends in `.gz`.
 *
 * @param path The file, such as `train-images-idx3-ubyte.gz`.
 * @returns Shape and values.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is not whole gzip data or not IDX.
 * @throws {TypeError} If the path is none.
 */
export async function readIdx(path: string | URL): Promise<IdxArray> {
  const bytes = await readBytes(path);
  try {
    return parseIdx(bytes);
  } catch (cause) {
    const { message } = cause as Error;
    throw new SyntaxError(
      message.replace("parse an IDX file", `read ${fileName(path)}`),
      { cause },
    );
  }
}
