import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { canRun } from "../support/permissions.ts";

Deno.test({
  name: "STANDARD_ERROR loses what nobody reads, and so does say()",
  ignore: !canRun,
  fn: async () => {
    const root = new URL("../../", import.meta.url);
    const script = `
      import { say } from "./lib/task/say.ts";
      import { STANDARD_ERROR } from "./lib/train/standard_error.ts";
      await Deno.stdin.read(new Uint8Array(1)); // until both pipes are closed
      STANDARD_ERROR.write("lost");
      say("lost");
      Deno.exit(7);`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", script],
      cwd: fileURLToPath(root),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    await child.stdin.close();
    assertEquals((await child.status).code, 7);
  },
});
