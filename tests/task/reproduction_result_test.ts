import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  finishedReproduction,
  keepReproduction,
  otherSearches,
  PARTS,
  partsOf,
  type ReproductionResult,
} from "../../lib/task/reproduction_result.ts";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import { reproductionResult } from "../support/reproduction.ts";
import { smallTransformer } from "../support/small_transformer.ts";
import { testInFolder } from "../support/test_in_folder.ts";

/** Of width 8 and 12 inside: two layers of encoder and decoder, 11 and 9 words. */
const ATTENTION = 4 * (8 * 8 + 8);
const FEED_FORWARD = 2 * 8 * 12 + 12 + 8;
const NORM = 2 * 8;

for (const tiedOutput of [true, false]) {
  Deno.test(`partsOf() counts each weight once (${tiedOutput ? "" : "not "}tied)`, () => {
    const model = smallTransformer({ tiedOutput });
    const parts = partsOf(model.weights);
    assertEquals(Object.keys(parts), [...PARTS]);
    assertEquals(parts, {
      embeddings: (11 + 9) * 8,
      attention: 6 * ATTENTION,
      "feed-forward": 4 * FEED_FORWARD,
      output: (tiedOutput ? 0 : 8 * 9) + 9,
      other: (2 * 2 + 2 * 3 + 2) * NORM,
    });
    model.dispose();
  });
}

Deno.test("otherSearches() are greedy and with beams, but for the test pairs", () => {
  assertEquals(otherSearches({ parts: ["test", "large test"] }), [
    { part: "test", beams: 4 },
    { part: "large test", beams: 1 },
    { part: "large test", beams: 4 },
  ]);
});

testInFolder(
  "finishedReproduction() refuses a folder with the result of other settings",
  async (folder) => {
    const [run] = reproductionRuns({ seeds: 1, epochs: {} });
    assertEquals(await finishedReproduction(run, folder), undefined);
    const earlier = { ...reproductionResult(), settings: undefined };
    await keepReproduction(
      folder,
      earlier as unknown as ReproductionResult, // as results were before
    );
    const error = await assertRejects(
      () => finishedReproduction(run, folder),
      RangeError,
    ) as Error;
    const path = join(folder, "result.json");
    assertStringIncludes(
      error.message,
      `Cannot count converged-dense-1 of ${path} as over as its settings must be the same: got `,
    );
    assertStringIncludes(error.message, "settings missing, not {");
  },
);
