import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { runCommand } from "../lib/task/run_command.ts";
import { canRead, canRun, canWrite } from "./support/permissions.ts";

/** What each folder of lib may import from, besides itself: all of it lies to its left. */
const ALLOWED: Record<string, readonly string[]> = {
  error: [],
  shape: ["error"],
  matrix: ["error", "shape"],
  engine: ["error", "shape", "matrix"],
  op: ["error", "shape", "matrix", "engine"],
  layer: ["error", "shape", "matrix", "engine", "op"],
  model: ["error", "shape", "matrix", "engine", "op", "layer"],
  analysis: ["error", "shape", "matrix", "engine", "op", "layer"],
  convert: ["error", "shape", "matrix", "engine", "op", "layer"],
  text: ["error", "shape"],
  train: [
    "error",
    "shape",
    "matrix",
    "engine",
    "op",
    "layer",
    "model",
    "convert",
    "text",
  ],
  plot: [
    "error",
    "shape",
    "matrix",
    "engine",
    "op",
    "layer",
    "model",
    "analysis",
    "convert",
    "train",
  ],
  task: [
    "error",
    "shape",
    "matrix",
    "engine",
    "op",
    "layer",
    "model",
    "analysis",
    "convert",
    "text",
    "train",
    "plot",
  ],
};

Deno.test({
  name: "lib folders import only from the folders to their left",
  ignore: !canRead,
  fn: () => {
    const lib = new URL("../lib/", import.meta.url);
    for (const { name: folder } of Deno.readDirSync(lib)) {
      const allowed = ALLOWED[folder];
      assert(allowed, `lib/${folder} is not in the table of allowed imports`);
      const path = new URL(`${folder}/`, lib);
      for (const { name, isFile } of Deno.readDirSync(path)) {
        if (!isFile) continue;
        const source = Deno.readTextFileSync(new URL(name, path));
        for (const [, target] of source.matchAll(/"\.\.\/(\w+)\//g)) {
          assert(
            allowed.includes(target),
            `lib/${folder}/${name} imports ${target}`,
          );
        }
      }
    }
  },
});

Deno.test({
  name: "mod.ts type-checks under the options of those who import it by path",
  ignore: !canRead || !canWrite || !canRun,
  fn: async () => {
    const root = new URL("../", import.meta.url);
    const own = await Deno.readTextFile(new URL("deno.json", root));
    const { imports } = JSON.parse(own);
    const folder = await Deno.makeTempDir();
    try {
      const config = `${folder}/deno.json`; // Deno's own options, not Kronlab's
      await Deno.writeTextFile(config, JSON.stringify({ imports }));
      const { success, output } = await runCommand([
        Deno.execPath(),
        "check",
        "--quiet",
        "--config",
        config,
        fileURLToPath(new URL("mod.ts", root)),
      ]);
      assert(success, output);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "mod.ts does without the native packages of tasks, which are large",
  ignore: !canRead || !canRun,
  fn: async () => {
    const root = fileURLToPath(new URL("../", import.meta.url));
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", `${root}deno.json`, `${root}mod.ts`],
    }).output();
    assertEquals(code, 0);
    const { modules } = JSON.parse(new TextDecoder().decode(stdout));
    const packages: string[] = modules
      .map(({ npmPackage = "" }) => npmPackage.replace(/(?<=.)@.*/, ""));
    assert(packages.includes("ml-matrix"), packages.join());
    assert(!packages.includes("tokenizers"), packages.join());
  },
});
