// deno-lint-ignore-file no-console -- what tasks print is tested
/**
 * Runs a task, and answers its exit code, what it said, and what it warned of.
 */
export async function heard(
  task: () => Promise<number>,
): Promise<{ code: number; said: string; warned: string }> {
  const { log, error } = console;
  const [said, warned]: string[][] = [[], []];
  console.log = (text: string) => said.push(text);
  console.error = (text: string) => warned.push(text);
  try {
    const code = await task();
    return { code, said: said.join("\n"), warned: warned.join("\n") };
  } finally {
    Object.assign(console, { log, error });
  }
}
