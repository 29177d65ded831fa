import { createHash } from "node:crypto";
import { assertEquals } from "@std/assert";
import {
  CONTRACTION_HASH,
  readNativeSetup,
} from "../../lib/engine/native_setup.ts";
import { CONTRACTION } from "../../lib/task/native_install.ts";
import { SETUP, withNativeFolder } from "../support/native_folder.ts";
import { canRead, canWrite } from "../support/permissions.ts";

Deno.test({
  name: "CONTRACTION_HASH is that of contraction.cc",
  ignore: !canRead,
  fn: () => {
    const source = Deno.readFileSync(CONTRACTION);
    const hash = createHash("sha256").update(source).digest("hex");
    assertEquals(CONTRACTION_HASH, hash);
  },
});

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
