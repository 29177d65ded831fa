import { assert } from "@std/assert";
import { canRead } from "./support/permissions.ts";

Deno.test({
  name: "each layer is exported, has tests, and refuses misspelt options",
  ignore: !canRead,
  fn: () => {
    const root = new URL("../", import.meta.url);
    const folder = new URL("lib/layer/", root);
    const read = (file: string) => Deno.readTextFileSync(new URL(file, root));
    const options = read("tests/layer/check_layer_options_test.ts");
    const tests = [...Deno.readDirSync(new URL("tests/layer/", root))]
      .map(({ name }) => name);
    const faults = [...Deno.readDirSync(folder)].flatMap(({ name }) => {
      const source = read(`lib/layer/${name}`);
      const layers = source.matchAll(
        /^export class (\w+) extends tf\.layers/gm,
      );
      return [...layers].flatMap(([, layer]) => {
        const test = name.replace(".ts", "_test.ts");
        const needs = {
          [`lib/layer/${name} must register it by tf.serialization.registerClass()`]:
            source.includes(`registerClass(${layer});`),
          "mod.ts must export it": new RegExp(
            `export \\{[^}]*\\b${layer}\\b[^}]*\\} from "./lib/layer/${name}"`,
          ).test(read("mod.ts")),
          [`its tests must be in tests/layer/${test}`]: tests.includes(test),
          "LAYERS of tests/layer/check_layer_options_test.ts must name it":
            options.includes(`[${layer}, `),
        };
        return Object.entries(needs).filter(([, isMet]) => !isMet)
          .map(([need]) => `${layer}: ${need}`);
      });
    });
    assert(faults.length === 0, faults.join("\n"));
  },
});
