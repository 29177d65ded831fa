import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import {
  KERNELS_HASH,
  readNativeSetup,
} from "../../lib/engine/native_setup.ts";
import { KERNELS } from "../../lib/task/native_install.ts";
import { SETUP, withNativeFolder } from "../support/native_folder.ts";
import { canRead, canWrite } from "../support/permissions.ts";

Deno.test({
  name: "KERNELS_HASH is that of the files of our kernels",
  ignore: !canRead,
  fn: () => {
    const hash = createHash("sha256");
    for (const file of KERNELS) hash.update(Deno.readFileSync(file));
    const expected = hash.digest("hex");
    assertEquals(
      KERNELS_HASH,
      expected,
      `KERNELS_HASH of lib/engine/native_setup.ts must be ${expected}, as the kernels changed: got ${KERNELS_HASH}`,
    );
  },
});

Deno.test({
  name: "deno task native compiles each source of lib/engine",
  ignore: !canRead,
  fn: () => {
    const engine = new URL("../../lib/engine/", import.meta.url);
    const sources = [...Deno.readDirSync(engine)]
      .filter(({ name }) => /\.(cc|h)$/.test(name))
      .map(({ name }) => new URL(name, engine).href)
      .filter((file) => !file.endsWith("/processor.cc")); // a library of its own
    assertEquals(
      sources.toSorted(),
      KERNELS.map(({ href }) => href).toSorted(),
      "KERNELS of lib/task/native_install.ts must name each .cc and .h of lib/engine",
    );
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

Deno.test({
  name: "readNativeSetup() finds nothing where there is none, or half of it",
  ignore: !canWrite,
  fn: () =>
    withNativeFolder({}, (folder) => {
      const path = new URL("setup.json", folder);
      const text = Deno.readTextFileSync(path);
      Deno.writeTextFileSync(path, text.slice(0, text.length / 2));
      assertEquals(readNativeSetup(folder), undefined);
      Deno.removeSync(path);
      assertEquals(readNativeSetup(folder), undefined);
    }),
});
