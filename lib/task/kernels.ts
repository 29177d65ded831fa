/**
 * `deno task kernels`: compiles each `lib/engine/*.as` into `*_binary.ts`.
 *
 * @module
 */

import { askedOptions } from "./asked_options.ts";
import { runTask } from "./task_options.ts";

/**
 * The WebAssembly module of kernels, compiled from their AssemblyScript source.
 *
 * @param source Text of `lib/engine/kernels.as` or another.
 * @returns The module's bytes in base64.
 * @throws {SyntaxError} If the source does not compile.
 */
export async function compileKernels(source: string): Promise<string> {
  // only here, as the compiler reads the environment when it is loaded
  const { default: asc } = await import("assemblyscript/asc");
  const { error, stderr, binary } = await asc.compileString(source, {
    optimizeLevel: 3,
    noAssert: true,
    runtime: "stub",
    importMemory: true,
    enable: ["simd", "relaxed-simd"],
  });
  if (error || !binary) {
    throw new SyntaxError(
      `Cannot compile the kernels as asc says: ${stderr.toString()}`,
    );
  }
  return btoa(String.fromCharCode(...binary));
}

/** Sources in `lib/engine`, without their ending. */
export const KERNEL_SOURCES = ["kernels", "contraction"] as const;

async function kernels(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, {}, {
    usage: "deno task kernels",
    about:
      "Compiles the kernels of the wasm backend, each lib/engine/*.as, into lib/engine/*_binary.ts.",
  });
  if (!options) return 0;
  const engine = new URL("../engine/", import.meta.url);
  for (const name of KERNEL_SOURCES) {
    const source = await Deno.readTextFile(new URL(`${name}.as`, engine));
    const base64 = await compileKernels(source);
    await Deno.writeTextFile(
      new URL(`${name}_binary.ts`, engine),
      `/** WebAssembly of \`${name}.as\` in base64, made by \`deno task kernels\`. */
export const ${name.toUpperCase()}_BINARY: string =
  "${base64}";
`,
    );
  }
  return 0;
}

if (import.meta.main) await runTask(kernels);
