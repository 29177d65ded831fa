/**
 * The lines of a text; what is behind a last line break is none.
 *
 * @param text With line breaks of Unix or Windows.
 * @returns The lines; none of an empty text.
 */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
