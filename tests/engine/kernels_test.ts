import { assert, assertEquals, assertRejects } from "@std/assert";
import { CONTRACTION_BINARY } from "../../lib/engine/contraction_binary.ts";
import { KERNELS_BINARY } from "../../lib/engine/kernels_binary.ts";
import { compileKernels, KERNEL_SOURCES } from "../../lib/task/kernels.ts";
import { canRead, canReadEnvironment } from "../support/permissions.ts";

const BINARIES = { kernels: KERNELS_BINARY, contraction: CONTRACTION_BINARY };

Deno.test({
  name: "deno task kernels compiles each source of lib/engine",
  ignore: !canRead,
  fn: () => {
    const engine = new URL("../../lib/engine/", import.meta.url);
    const sources = [...Deno.readDirSync(engine)]
      .filter(({ name }) => name.endsWith(".as"))
      .map(({ name }) => name.slice(0, -".as".length));
    assertEquals(
      sources.toSorted(),
      [...KERNEL_SOURCES].toSorted(),
      "KERNEL_SOURCES of lib/task/kernels.ts must name each .as of lib/engine",
    );
  },
});

for (const name of KERNEL_SOURCES) {
  const binary = BINARIES[name]; // one that is not there is a fault of types
  Deno.test({
    name: `${name}_binary.ts is what ${name}.as compiles to`,
    ignore: !canRead || !canReadEnvironment,
    fn: async () => {
      const path = new URL(`../../lib/engine/${name}.as`, import.meta.url);
      const compiled = await compileKernels(await Deno.readTextFile(path));
      assert(
        compiled === binary,
        `${name}_binary.ts must be compiled anew: run deno task kernels`,
      );
    },
  });
}

Deno.test({
  name: "compileKernels() names the fault of a source",
  ignore: !canRead || !canReadEnvironment,
  fn: async () => {
    await assertRejects(
      () => compileKernels("export function f(): i32 { return missing; }"),
      SyntaxError,
      "Cannot find name 'missing'",
    );
  },
});
