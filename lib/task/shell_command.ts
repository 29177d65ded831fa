/**
 * A command line as a shell takes it, to be copied from what a task says.
 *
 * @param words Its words, the first of them the task's own.
 * @returns One line, with quotes where they are needed.
 */
export function shellCommand(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w./,=:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
  );
  return ["deno task", ...quoted].join(" ");
}
