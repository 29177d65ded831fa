import { assertEquals } from "@std/assert";
import { runCommand } from "../../lib/task/run_command.ts";
import { canRun } from "../support/permissions.ts";

const ignore = !canRun;

/** A command of a few words in JavaScript, as not every system has a shell. */
function deno(script: string): readonly [string, ...string[]] {
  return [Deno.execPath(), "eval", script];
}

Deno.test({
  name: "runCommand() returns stdout, then stderr",
  ignore,
  fn: async () => {
    const script = `console.error(Deno.env.get("WORD")); console.log("out")`;
    assertEquals(
      await runCommand(deno(script), { env: { WORD: "err" } }),
      { success: true, output: "out\nerr\n" },
    );
  },
});

Deno.test({
  name: "runCommand() fails with the command",
  ignore,
  fn: async () => {
    assertEquals(await runCommand(deno("Deno.exit(3)")), {
      success: false,
      output: "",
    });
  },
});

Deno.test({
  name: "runCommand() fails where there is no such command",
  ignore,
  fn: async () => {
    assertEquals(await runCommand(["kronlab-no-such-command"]), {
      success: false,
      output: "kronlab-no-such-command is not installed",
    });
  },
});

Deno.test({
  name: "runCommand() leaves no timer where a command is soon over",
  ignore,
  fn: async () => {
    const script = `import { runCommand } from ${
      JSON.stringify(import.meta.resolve("../../lib/task/run_command.ts"))
    }; await runCommand([Deno.execPath(), "--version"], { timeout: 60_000 });`;
    const ended = await runCommand(deno(script), {
      timeout: 10_000,
    });
    assertEquals(ended.success, true);
  },
});

Deno.test({
  name: "runCommand() ends a command that takes too long",
  ignore,
  fn: async () => {
    const result = await runCommand(
      deno("await new Promise((end) => setTimeout(end, 60_000))"),
      { timeout: 1 },
    );
    assertEquals(result, { success: false, output: "" });
  },
});
