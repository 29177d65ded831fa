import { fileURLToPath } from "node:url";
import type { WorkerProgress, WorkerRequest } from "./reproduce_worker.ts";

/**
 * Trains in a process of its own, which stops and saves when this one ends, however that
 * comes about.
 *
 * @param request What and where.
 * @param options How to stop it, and what to call about once a second.
 * @returns Whether it is over; false if it was stopped.
 * @throws {Error} If it failed; says what the process said.
 */
export async function trainInWorker(
  request: WorkerRequest,
  { signal, onProgress }: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: WorkerProgress) => void;
  },
): Promise<boolean> {
  const script = fileURLToPath(new URL("reproduce_worker.ts", import.meta.url));
  const permissions = ["read", "write", "env", "sys", "ffi"]
    .map((name) => `--allow-${name}`);
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, script, JSON.stringify(request)],
    env: { NO_COLOR: "1" },
    stdin: "piped", // its end tells the child to stop, also where this process was killed
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = () => child.stdin.close().catch(() => {}); // it is closed
  signal.addEventListener("abort", stop);
  const fault = new Response(child.stderr).text();
  let rest = "";
  const texts = child.stdout.pipeThrough(new TextDecoderStream());
  for await (const text of texts) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) onProgress(JSON.parse(line));
  }
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  await stop();
  if (code === 0 || code === 130) return code === 0;
  throw new Error(
    `Cannot reproduce ${request.run.name} as its training must end: got exit code ${code} and ${
      (await fault).trim().split("\n").at(-1)
    }`,
  );
}
