import { assertEquals } from "@std/assert";
import { runCommand } from "../../lib/task/run_command.ts";
import { canRun } from "../support/permissions.ts";

const ignore = !canRun;

Deno.test({
  name: "runCommand() returns stdout, then stderr",
  ignore,
  fn: async () => {
    const script = "echo $WORD >&2; echo out";
    assertEquals(
      await runCommand(["sh", "-c", script], { env: { WORD: "err" } }),
      { success: true, output: "out\nerr\n" },
    );
  },
});

Deno.test({
  name: "runCommand() fails with the command",
  ignore,
  fn: async () => {
    assertEquals(await runCommand(["sh", "-c", "exit 3"]), {
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
    }; await runCommand(["true"], { timeout: 60_000 });`;
    const ended = await runCommand([Deno.execPath(), "eval", script], {
      timeout: 10_000,
    });
    assertEquals(ended.success, true);
  },
});

Deno.test({
  name: "runCommand() ends a command that takes too long",
  ignore,
  fn: async () => {
    const result = await runCommand(["sleep", "60"], { timeout: 1 });
    assertEquals(result, { success: false, output: "" });
  },
});
