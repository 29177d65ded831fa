import { assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import { trainInWorker } from "../../lib/task/train_in_worker.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "trainInWorker() says what the training said that failed",
  async (folder) => {
    const [run] = reproductionRuns({ seeds: 1, epochs: {} });
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const { signal } = new AbortController();
    const error = await assertRejects(
      () =>
        trainInWorker(
          { run, folder: join(file, "run"), backend: "cpu" },
          { signal, onProgress: () => {} },
        ),
      Error,
    ) as Error;
    assertStringIncludes(
      error.message,
      "Cannot reproduce converged-dense-1 as its training must end: got exit code 1 and Cannot save to",
    );
  },
);
