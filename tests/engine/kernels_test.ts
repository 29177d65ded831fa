import { assertEquals, assertRejects } from "@std/assert";
import { CONTRACTION_BINARY } from "../../lib/engine/contraction_binary.ts";
import { KERNELS_BINARY } from "../../lib/engine/kernels_binary.ts";
import { compileKernels } from "../../lib/task/kernels.ts";
import { canRead, canReadEnvironment } from "../support/permissions.ts";

const BINARIES = { kernels: KERNELS_BINARY, contraction: CONTRACTION_BINARY };

for (const [name, binary] of Object.entries(BINARIES)) {
  Deno.test({
    name: `${name}_binary.ts is what ${name}.as compiles to`,
    ignore: !canRead || !canReadEnvironment,
    fn: async () => {
      const path = new URL(`../../lib/engine/${name}.as`, import.meta.url);
      const compiled = await compileKernels(await Deno.readTextFile(path));
      assertEquals(compiled, binary);
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
