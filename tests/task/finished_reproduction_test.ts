import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  finishedReproduction,
  keepReproduction,
} from "../../lib/task/finished_reproduction.ts";
import type { ReproductionResult } from "../../lib/task/reproduction_result.ts";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import { reproductionResult } from "../support/reproduction.ts";
import { testInFolder } from "../support/test_in_folder.ts";

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
