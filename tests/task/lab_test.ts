import { assertEquals, assertThrows } from "@std/assert";
import { parseLabRequest } from "../../lib/task/lab.ts";

Deno.test("parseLabRequest() hands on what JupyterLab knows", () => {
  assertEquals(parseLabRequest([]), { lab: [], help: false });
  assertEquals(parseLabRequest(["--port", "9000", "--no-browser"]), {
    lab: ["--port", "9000", "--no-browser"],
    help: false,
  });
  assertEquals(parseLabRequest(["--help"]).help, true);
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
