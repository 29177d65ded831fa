import { assertEquals } from "@std/assert";
import { missingFeature } from "../../lib/engine/missing_feature.ts";
import {
  compiledFeatures,
  compileProcessorCheck,
} from "../../lib/task/processor_check.ts";
import { PRESENT } from "../support/backends.ts";
import { SETUP, withNativeFolder } from "../support/native_folder.ts";

if (PRESENT.native && Deno.build.arch === "x86_64") {
  Deno.test("compileProcessorCheck() finds here what kernels are compiled for", () =>
    withNativeFolder({}, async (folder) => {
      const features = await compiledFeatures();
      assertEquals(features.slice(0, 2), ["sse3", "ssse3"]);
      const processor = await compileProcessorCheck(folder, features);
      assertEquals(missingFeature({ ...SETUP, processor }, folder), undefined);
    }));

  Deno.test("compileProcessorCheck() names what a processor lacks", () =>
    withNativeFolder({}, async (folder) => {
      // which only processors of 2011 to 2016 have
      const features = ["sse3", "xop", "fma4"];
      const processor = await compileProcessorCheck(folder, features);
      assertEquals(missingFeature({ ...SETUP, processor }, folder), "xop");
    }));
}

Deno.test("missingFeature() takes an older set-up, which has no check, to fit", () => {
  assertEquals(missingFeature(SETUP, new URL("file:///none/")), undefined);
});
