/**
 * `deno task doc-lint`: lints the documentation of everything that `mod.ts` exports.
 *
 * As `mod.ts` exports TensorFlow.js, `deno doc --lint` complains of its documentation
 * too, and takes its types for private ones. Only what lib itself declares counts.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { askedOptions } from "./asked_options.ts";
import { say } from "./say.ts";
import { runTask } from "./task_options.ts";

async function docLint(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, {}, {
    usage: "deno task doc-lint",
    about:
      "Lints the documentation of everything that mod.ts exports, as deno doc --lint does, but for what TensorFlow.js declares.",
  });
  if (!options) return 0;
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", "mod.ts"],
    env: { NO_COLOR: "1" },
    stdout: "null",
  }).output();
  const complaints = new TextDecoder().decode(stderr).split(/^(?=error)/m)
    .filter((text) => text.startsWith("error"));
  const lib = new URL("../", import.meta.url);
  const module = fileURLToPath(new URL("../mod.ts", lib));
  const ours = await declaredTypes(lib);
  const faults = complaints.filter((text) => {
    // one without a code says that nothing was linted; the last one only counts
    if (!text.startsWith("error[")) return !/^error: Found \d+ doc/.test(text);
    const type = text.match(/references private type '(\w+)'/)?.[1];
    if (type !== undefined) return ours.has(type);
    const place = text.match(/--> (.+?):\d/)?.[1] ?? "";
    return (place === module || place.startsWith(fileURLToPath(lib))) &&
      !text.includes("import * as tf from");
  });
  say(faults.length === 0 ? "Documentation is complete" : faults.join(""));
  return faults.length === 0 ? 0 : 1;
}

/** Names of the types that lib itself exports to its files. */
async function declaredTypes(folder: URL): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      const inner = await declaredTypes(new URL(`${name}/`, folder));
      for (const found of inner) names.add(found);
    } else if (name.endsWith(".ts")) {
      const source = await Deno.readTextFile(new URL(name, folder));
      const pattern = /\bexport (?:interface|type|class|const|enum) (\w+)/g;
      for (const [, found] of source.matchAll(pattern)) names.add(found);
    }
  }
  return names;
}

if (import.meta.main) await runTask(docLint);
