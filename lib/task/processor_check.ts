import { fileURLToPath } from "node:url";
import { runCommand } from "./run_command.ts";

/**
 * What the kernels are compiled for: this very processor, as they want the widest vectors
 * it has. On the other architecture all processors have the vectors that they use.
 */
export const PROCESSOR: readonly string[] = Deno.build.arch === "x86_64"
  ? ["-march=native"]
  : [];

/**
 * Features that compilers use by themselves, by names that compilers since 2018 know. The
 * few that are left out come with one of these.
 */
const FEATURES = [
  ...["sse3", "ssse3", "sse4.1", "sse4.2", "popcnt", "avx", "avx2", "fma"],
  ...["bmi", "bmi2", "sse4a", "fma4", "xop", "avx512f", "avx512bw"],
  ...["avx512cd", "avx512dq", "avx512vl", "avx512ifma", "avx512vbmi"],
  ...["avx512vbmi2", "avx512vnni", "avx512bitalg", "avx512vpopcntdq"],
  ...["gfni", "vpclmulqdq"],
];

/**
 * The features of this processor that kernels are compiled for.
 *
 * @returns Their names.
 * @throws {Error} If the compiler does not tell.
 */
export async function compiledFeatures(): Promise<string[]> {
  const macros = await compiler(
    [...PROCESSOR, "-dM", "-E", "-x", "c++", "/dev/null"],
  );
  return FEATURES.filter((name) => {
    const macro = name.toUpperCase().replace(".", "_");
    return macros.includes(`#define __${macro}__ 1\n`);
  });
}

/**
 * Compiles the check whether a processor has what the kernels need, which runs on any.
 *
 * @param folder Folder of the set-up.
 * @param features What they need.
 * @returns The library's name.
 * @throws {Error} If it does not compile.
 */
export async function compileProcessorCheck(
  folder: URL,
  features: readonly string[],
): Promise<string> {
  const name = "processor.so";
  const list = features.map((feature) => `X(${feature})`).join(" ");
  await compiler([
    ...["-O1", "-fPIC", "-shared", `-DFEATURES=${list}`],
    fileURLToPath(new URL("../engine/processor.cc", import.meta.url)),
    ...["-o", fileURLToPath(new URL(name, folder))],
  ]);
  return name;
}

async function compiler(args: readonly string[]): Promise<string> {
  const { success, output } = await runCommand(["g++", ...args]);
  if (success) return output;
  throw new Error(
    `Cannot set up native TensorFlow as the check of the processor must compile: ${output.trim()}`,
  );
}
