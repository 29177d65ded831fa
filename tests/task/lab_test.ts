import { assertEquals, assertThrows } from "@std/assert";
import { parseLabRequest } from "../../lib/task/lab.ts";

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
