import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { canRun } from "../support/permissions.ts";
import { testWhere, UNIX } from "../support/test_where.ts";

/** A program that stops on interrupt, and how to wait for what it says. */
function start() {
  const url = new URL("../../lib/train/stop_on_interrupt.ts", import.meta.url);
  const script = `
    import { stopOnInterrupt } from ${JSON.stringify(url.href)};
    setTimeout(() => Deno.exit(1), 10_000); // where nothing ends it
    const { signal } = stopOnInterrupt(() => console.log("stopping", signal.aborted));
    console.log("ready");`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const said = async () => (await lines.read()).value;
  return { child, lines, said };
}

const ignore = !canRun;

testWhere(UNIX, {
  name: "stopOnInterrupt() tells of the first Ctrl-C, and ends at the second",
  ignore,
  fn: async () => {
    const { child, lines, said } = start();
    assertEquals(await said(), "ready\n");
    child.kill("SIGINT");
    assertEquals(await said(), "stopping true\n");
    child.kill("SIGINT");
    assertEquals((await child.status).code, 130);
    await lines.cancel();
  },
});

testWhere(UNIX, {
  name: "stopOnInterrupt() tells of SIGTERM and SIGHUP, and ends at neither",
  ignore,
  fn: async () => {
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      const { child, lines, said } = start();
      assertEquals(await said(), "ready\n");
      child.kill(signal);
      assertEquals(await said(), "stopping true\n");
      child.kill("SIGTERM");
      child.kill("SIGHUP");
      await new Promise((resolve) => setTimeout(resolve, 200));
      child.kill("SIGINT");
      assertEquals((await child.status).code, 130);
      await lines.cancel();
    }
  },
});
