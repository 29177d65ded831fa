import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import { runCommand } from "../../lib/task/run_command.ts";
import { shippedData } from "../../lib/task/shipped_data.ts";
import { trainInWorker } from "../../lib/task/train_in_worker.ts";
import { trainReproduction } from "../../lib/task/train_reproduction.ts";
import { FILES } from "../../lib/train/train_steps.ts";
import { heard } from "../support/heard.ts";
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

testInFolder(
  "trainReproduction() stops the other trainings where one fails",
  async (folder) => {
    const data = await shippedData();
    const runs = reproductionRuns({ seeds: 1, epochs: {} }).slice(0, 2);
    const damaged = join(folder, runs[1].name);
    await Deno.mkdir(damaged);
    await Deno.writeTextFile(join(damaged, FILES.checkpoint), "no tensors");
    await assertRejects(
      () =>
        heard(async () => {
          const options = { output: folder, jobs: 2, backend: "wasm" as const };
          await trainReproduction(runs, { ...options, data });
          return 0;
        }),
      Error,
      `Cannot reproduce ${
        runs[1].name
      } as its training must end: got exit code 1`,
    );
    const { output } = await runCommand(["ps", "-eo", "args"]);
    const left = output.split("\n").filter((line) => line.includes(folder));
    assertEquals(left, []);
  },
);
