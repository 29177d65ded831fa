import { runCommand } from "../../lib/task/run_command.ts";

const ROOT = new URL("../../", import.meta.url);

/**
 * What code that runs in a fresh process says in JSON; fails if it says more. Native
 * TensorFlow and WebGPU stay in the process that started them: what says how they start
 * runs in one of its own, so that no other test must come before it or after it.
 *
 * @param code A module, run at the root of the checkout with every permission.
 * @param env Variables besides this process's.
 */
export async function evaluate<T>(
  code: string,
  env: Record<string, string> = {},
): Promise<T> {
  const { output } = await runCommand(
    [Deno.execPath(), "eval", "--quiet", code],
    { cwd: ROOT, env },
  );
  try {
    return JSON.parse(output);
  } catch {
    throw new Error(`A process must say what it found in JSON: got ${output}`);
  }
}
