/** The folder of the notebooks. */
export const NOTEBOOKS: URL = new URL("../../notebooks/", import.meta.url);

/**
 * Notebooks of a folder, or those of them that are named.
 *
 * @param folder The folder.
 * @param names Names to pick; none picks all.
 * @returns Names in the order given, or in that of the alphabet.
 * @throws {RangeError} If there is no notebook of a name.
 */
export async function notebookNames(
  folder: URL,
  names: readonly string[],
): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".ipynb")) all.push(name);
  }
  all.sort();
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot find the notebook as its name must be one of ${
        all.join(", ")
      }: got ${unknown}`,
    );
  }
  return names.length > 0 ? names : all;
}
