import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ifThere } from "../../lib/convert/if_there.ts";
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
    assertEquals(await processesOf(folder), []);
  },
);

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  if (Deno.build.os === "windows") break;
  testInFolder(
    `trainInWorker() stops and saves where ${signal} ends the program`,
    async (folder) => {
      const [{ settings, ...run }] = reproductionRuns({ seeds: 1, epochs: {} });
      const small = { ...settings, batch: { sentences: 4 }, accumulate: 1 };
      const runs = JSON.stringify([{ ...run, settings: small }]);
      const url = new URL(
        "../../lib/task/train_reproduction.ts",
        import.meta.url,
      );
      const data = "{ train: { target: [[1, 2]] } }"; // tells how long the bar is
      const script = `
        import { trainReproduction } from ${JSON.stringify(url.href)};
        const options = { output: ${
        JSON.stringify(folder)
      }, jobs: 1, backend: "wasm" };
        await trainReproduction(${runs}, { ...options, data: ${data} });`;
      const parent = new Deno.Command(Deno.execPath(), {
        args: ["eval", script],
        cwd: fileURLToPath(new URL("../../", import.meta.url)),
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
      const at = (name: string) => join(folder, run.name, name);
      let ended = false;
      parent.status.then(() => ended = true);
      while (!ended && !await ifThere(Deno.stat(at(FILES.metrics)))) {
        await moment();
      }
      parent.kill(signal);
      await parent.status;
      const end = Date.now() + 60_000; // a step takes a second
      while ((await processesOf(folder)).length > 0 && Date.now() < end) {
        await moment();
      }
      assertEquals(await processesOf(folder), []);
      assert((await Deno.stat(at(FILES.checkpoint))).size > 0);
    },
  );
}

/** The processes whose command line names a folder; small images of Linux have no `ps`. */
async function processesOf(folder: string): Promise<string[]> {
  if (Deno.build.os === "windows") return []; // which tells no command lines
  const script = `ps -eo args || {
    for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$file; echo; done
  }`;
  const { output } = await runCommand(["sh", "-c", script]);
  assertStringIncludes(output, "deno"); // or it would see no process at all
  return output.split("\n").filter((line) => line.includes(folder));
}

async function moment(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
