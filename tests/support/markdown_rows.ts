/**
 * The rows of all tables of a Markdown file.
 *
 * @param file The file.
 * @returns The cells of each row, without the spaces around them.
 */
export async function markdownRows(file: URL): Promise<string[][]> {
  const text = await Deno.readTextFile(file);
  return text.split("\n").map((line) => line.trim())
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}
