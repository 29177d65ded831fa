import { assert } from "@std/assert";
import { canRead } from "./support/permissions.ts";

Deno.test({
  name: "each file of golden values names its source",
  ignore: !canRead,
  fn: () => {
    const folder = new URL("golden/", import.meta.url);
    for (const { name } of Deno.readDirSync(folder)) {
      if (!name.endsWith(".json")) continue;
      const { source } = JSON.parse(
        Deno.readTextFileSync(new URL(name, folder)),
      );
      assert(
        source?.length > 0,
        `tests/golden/${name} must say in "source" what made its values`,
      );
    }
  },
});
