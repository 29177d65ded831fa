import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { canRun } from "../support/permissions.ts";
import { testWhere, UNIX } from "../support/test_where.ts";

/** Two tasks with the progress of a notebook, the first of which is interrupted, and goes on. */
const SCRIPT = `
  import { progress } from "./lib/train/progress.ts";
  import { notebookView } from "./lib/train/progress_view.ts";
  setTimeout(() => Deno.exit(1), 10_000); // where nothing ends it
  const start = (label) =>
    progress(1e6, { label, view: notebookView(async () => {}) });
  const bar = start("fitting");
  let [ticks, stopped] = [0];
  try {
    while (true) {
      bar.tick();
      if (ticks++ === 0) console.log("ready");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } catch (error) {
    stopped = error;
  }
  const next = start("again");
  next.tick();
  next.done();
  bar.tick(); // another cell may go on with it
  bar.done();
  const { name, message } = stopped;
  console.log(name, message.replace(String(ticks + 1), "N"));
  await new Promise((resolve) => setTimeout(resolve, 10_000));
`;

/** A task that failed and did not end its progress, as where a cell threw. */
const FORGOTTEN = `
  import { progress } from "./lib/train/progress.ts";
  import { notebookView } from "./lib/train/progress_view.ts";
  setTimeout(() => Deno.exit(1), 10_000); // where nothing ends it
  (() => progress(3, { view: notebookView(async () => {}) }).tick())();
  await new Promise((resolve) => setTimeout(resolve));
  gc();
  await new Promise((resolve) => setTimeout(resolve, 100));
  console.log("ready");
`;

/** A program that says it is ready. */
function started(script: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "--v8-flags=--expose-gc", script],
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stdout: "piped",
  }).spawn();
}

testWhere(UNIX, {
  name:
    "progress() in a notebook hears no interrupt when nothing holds it any more",
  ignore: !canRun,
  fn: async () => {
    const child = started(FORGOTTEN);
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    assertEquals((await lines.read()).value, "ready\n");
    child.kill("SIGINT");
    assertEquals((await child.status).signal, "SIGINT");
    await lines.cancel();
  },
});

testWhere(UNIX, {
  name:
    "progress() in a notebook ends its cell, not the kernel, at an interrupt",
  ignore: !canRun,
  fn: async () => {
    const child = started(SCRIPT);
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    assertEquals((await lines.read()).value, "ready\n");
    child.kill("SIGINT");
    assertEquals(
      (await lines.read()).value,
      "AbortError Cannot go on with fitting as the kernel was interrupted: got to N of 1000000\n",
    );
    // nothing hears it any more
    child.kill("SIGINT");
    assertEquals((await child.status).signal, "SIGINT");
    await lines.cancel();
  },
});
