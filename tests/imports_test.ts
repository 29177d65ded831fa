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

/** What a source imports: `import … from "…"`, `export … from "…"` and `import("…")`. */
function specifiers(source: string): string[] {
  const code = source.replaceAll(/^\s*\*.*/gm, ""); // without the examples of doc comments
  return [...code.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)]
    .map(([, specifier]) => specifier);
}

/**
 * What a file of lib must not import, and why.
 *
 * @param file Its place in lib, such as `"op/floats.ts"`.
 * @param source Its text.
 * @returns A sentence for each fault.
 */
function importFaults(file: string, source: string): string[] {
  const [folder] = file.split("/");
  const allowed = ALLOWED[folder];
  if (!allowed) return [`lib/${folder} must be in the table of ALLOWED`];
  const root = new URL("file:///lib/");
  return specifiers(source).flatMap((specifier) => {
    const isFile = specifier.startsWith(".");
    if (!isFile && specifier !== "@kronlab/kronlab") return [];
    const { pathname } = new URL(specifier, new URL(file, root));
    const target = isFile ? pathname.match(/^\/lib\/(\w+)\//)?.[1] : undefined;
    if (target === folder || target && allowed.includes(target)) return [];
    if (specifier.endsWith("/deno.json") && folder === "task") return [];
    const may = [folder, ...allowed].join(", ");
    return `lib/${file} must import from ${may} of lib: got ${specifier}`;
  });
}

/** Paths of the sources below a folder, from there. */
function sourcesBelow(folder: URL, prefix = ""): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? sourcesBelow(new URL(`${name}/`, folder), `${prefix}${name}/`)
      : name.endsWith(".ts")
      ? [prefix + name]
      : []
  );
}

Deno.test("importFaults() finds each way out of a folder", () => {
  const faults = [
    `import { a } from "../layer/a.ts";`,
    `export * from "./../layer/a.ts";`,
    `import type {\n  A,\n} from "../../lib/layer/a.ts";`,
    `const { a } = await import("../layer/a.ts");`,
    `import "../../mod.ts";`,
    `import { tf } from "@kronlab/kronlab";`,
  ];
  for (const line of faults) {
    assertEquals(importFaults("shape/a.ts", line), [
      `lib/shape/a.ts must import from shape, error of lib: got ${
        specifiers(line)[0]
      }`,
    ]);
  }
  const inFolder = `import "../../layer/a.ts";`;
  assertEquals(importFaults("shape/deep/a.ts", inFolder).length, 1);
  assertEquals(importFaults("other/a.ts", ""), [
    "lib/other must be in the table of ALLOWED",
  ]);
  const fine = `
    /**
     * import { tf } from "@kronlab/kronlab";
     */
    import { a } from "../error/a.ts";
    import { b } from "./b.ts";
    import { parse } from "csv-parse/sync";
    const folder = new URL("../../.native/", import.meta.url);
  `;
  assertEquals(importFaults("shape/a.ts", fine), []);
});

Deno.test({
  name: "lib folders import only from the folders to their left",
  ignore: !canRead,
  fn: () => {
    const lib = new URL("../lib/", import.meta.url);
    const faults = sourcesBelow(lib).flatMap((file) =>
      importFaults(file, Deno.readTextFileSync(new URL(file, lib)))
    );
    assert(faults.length === 0, faults.join("\n"));
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
