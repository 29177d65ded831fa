import { assertEquals } from "@std/assert";
import { readNativeSetup } from "../../lib/engine/native_setup.ts";
import { SETUP, withNativeFolder } from "../support/native_folder.ts";
import { canWrite } from "../support/permissions.ts";

Deno.test({
  name: "readNativeSetup() reads what was set up",
  ignore: !canWrite,
  fn: () =>
    withNativeFolder({}, (folder) => {
      assertEquals(readNativeSetup(folder), SETUP);
    }),
});

Deno.test("readNativeSetup() finds nothing on a server", () => {
  assertEquals(
    readNativeSetup(new URL("https://example.com/.native/")),
    undefined,
  );
});

Deno.test({
  name: "readNativeSetup() finds nothing where it may not read",
  permissions: { read: false },
  fn: () => assertEquals(readNativeSetup(), undefined),
});
