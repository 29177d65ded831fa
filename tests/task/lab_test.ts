import { assertEquals, assertThrows } from "@std/assert";
import { parseLabRequest } from "../../lib/task/lab.ts";
import { runCommand } from "../../lib/task/run_command.ts";
import { canRead, canRun } from "../support/permissions.ts";

Deno.test("parseLabRequest() reads port and browser", () => {
  const nothing = { port: undefined, browser: true, help: false };
  assertEquals(parseLabRequest([]), nothing);
  assertEquals(parseLabRequest(["--port", "9000", "--no-browser"]), {
    port: 9000,
    browser: false,
    help: false,
  });
  assertEquals(parseLabRequest(["--help"]), { ...nothing, help: true });
});

for (const port of ["0", "65536", "2.5", "x"]) {
  Deno.test(`parseLabRequest() refuses the port ${port}`, () => {
    const error = assertThrows(
      () => parseLabRequest(["--port", port]),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot open JupyterLab as port must be an integer in [1, 65535]: got ${port}`,
    );
  });
}

Deno.test("parseLabRequest() refuses what it does not know", () => {
  assertThrows(
    () => parseLabRequest(["--browser"]),
    TypeError,
    "Unknown option '--browser'",
  );
});

Deno.test({
  name: "the task says in one line what it does not know, and its help",
  ignore: !canRead || !canRun,
  fn: async () => {
    const root = new URL("../../", import.meta.url);
    const lab = (option: string) =>
      runCommand(
        [Deno.execPath(), "run", "-A", "-q", "lib/task/lab.ts", option],
        { cwd: root, env: { NO_COLOR: "1" } },
      );
    assertEquals(await lab("--prot"), {
      success: false,
      output: "Unknown option '--prot'\n",
    });
    const { success, output } = await lab("--help");
    assertEquals([success, output.split(" [")[0]], [true, "deno task lab"]);
  },
});
