import { assert, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { runCommand } from "../lib/task/run_command.ts";
import { canRead, canRun } from "./support/permissions.ts";

const root = new URL("../", import.meta.url);

Deno.test({
  name: "the package holds the pictures that README shows",
  ignore: !canRead || !canRun,
  fn: async () => {
    const { success, output } = await runCommand([
      Deno.execPath(),
      "publish",
      "--dry-run",
      "--allow-dirty",
      "--no-check",
      "--config",
      fileURLToPath(new URL("deno.json", root)),
    ]);
    assert(success, output);
    const readme = await Deno.readTextFile(new URL("README.md", root));
    for (const [, picture] of readme.matchAll(/!\[[^\]]*\]\((.+)\)/g)) {
      assertStringIncludes(output, new URL(picture, root).href);
    }
  },
});
