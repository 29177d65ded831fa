/**
 * A command line as a shell takes it, to be copied from what a task says.
 *
 * @param words Its words, the first of them the task's own.
 * @param os The system, whose shells quote in their ways.
 * @returns One line, with quotes where they are needed.
 */
export function shellCommand(
  words: readonly string[],
  os: typeof Deno.build.os = Deno.build.os,
): string {
  const [plain, quoted] = os === "windows"
    ? [/^[\w.\\/=:+-]+$/, inDoubleQuotes]
    : [/^[\w./,=:+-]+$/, inSingleQuotes];
  const line = words.map((word) => plain.test(word) ? word : quoted(word));
  return ["deno task", ...line].join(" ");
}

function inSingleQuotes(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** As cmd and PowerShell both take it; for cmd single quotes would be part of the word. */
function inDoubleQuotes(word: string): string {
  // a backslash before a quote would be taken for one that belongs to it
  return `"${word.replaceAll('"', '\\"').replace(/\\+$/, "$&$&")}"`;
}
