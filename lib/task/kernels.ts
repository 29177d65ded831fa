/**
 * `deno task kernels`: compiles `lib/engine/kernels.as` into `kernels_binary.ts`.
 *
 * @module
 */

/**
 * The kernels' WebAssembly module, compiled from their AssemblyScript source.
 *
 * @param source Text of `lib/engine/kernels.as`.
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
    enable: ["simd"],
  });
  if (error || !binary) {
    throw new SyntaxError(
      `Cannot compile the kernels as asc says: ${stderr.toString()}`,
    );
  }
  return btoa(String.fromCharCode(...binary));
}

if (import.meta.main) {
  const engine = new URL("../engine/", import.meta.url);
  const source = await Deno.readTextFile(new URL("kernels.as", engine));
  const base64 = await compileKernels(source);
  await Deno.writeTextFile(
    new URL("kernels_binary.ts", engine),
    `/** WebAssembly of \`kernels.as\` in base64, made by \`deno task kernels\`. */
export const KERNELS_BINARY: string =
  "${base64}";
`,
  );
}
