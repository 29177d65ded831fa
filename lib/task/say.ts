/**
 * Tells the user of a task something, on standard output.
 *
 * @param text One or more lines.
 */
export function say(text: string): void {
  try {
    // deno-lint-ignore no-console -- what a task is for
    console.log(text);
  } catch {
    // the terminal was closed, and the task is saving
  }
}
