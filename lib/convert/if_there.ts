/**
 * What is read from a file, or nothing if there is no such file.
 *
 * @param reading Such as `Deno.readTextFile(path)`.
 * @returns What it gives, or nothing.
 */
export async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
