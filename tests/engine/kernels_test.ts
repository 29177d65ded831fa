import { assertEquals, assertRejects } from "@std/assert";
import { KERNELS_BINARY } from "../../lib/engine/kernels_binary.ts";
import { compileKernels } from "../../lib/task/kernels.ts";
import { canRead, canReadEnvironment } from "../support/permissions.ts";

Deno.test({
  name: "kernels_binary.ts is what kernels.as compiles to",
  ignore: !canRead || !canReadEnvironment,
  fn: async () => {
    const path = new URL("../../lib/engine/kernels.as", import.meta.url);
    const compiled = await compileKernels(await Deno.readTextFile(path));
    assertEquals(compiled, KERNELS_BINARY);
  },
});

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
