/**
 * Run by tests as `deno run --allow-all set_up_native.ts FOLDER VARIANT`, so that they
 * choose the folder, and the tools that are on PATH.
 *
 * @module
 */

import type { NativeVariant } from "../../lib/engine/native_setup.ts";
import { setUpNative } from "../../lib/task/native.ts";

const [folder, variant] = Deno.args;
// deno-lint-ignore no-console
const report = (line: string) => console.log(line);
try {
  report(await setUpNative(variant as NativeVariant, report, new URL(folder)));
} catch (error) {
  // deno-lint-ignore no-console
  console.error((error as Error).message);
  Deno.exit(1);
}
