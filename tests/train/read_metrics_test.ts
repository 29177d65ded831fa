import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readMetrics } from "../../lib/train/read_metrics.ts";
import { FILES } from "../../lib/train/train_steps.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "readMetrics() adds up the times that a run went on",
  async (folder) => {
    assertEquals(await readMetrics(folder), {
      steps: [],
      validations: [],
      size: 0,
      seconds: 0,
    });
    const step = { epoch: 1, loss: 3, learningRate: 0.1, norm: 1, size: 10 };
    const steps = [
      { ...step, step: 1, seconds: 2 },
      { ...step, step: 2, seconds: 5 },
      { ...step, step: 3, seconds: 1 }, // went on
      { ...step, step: 4, seconds: 4 },
    ];
    const validation = { step: 3, epoch: 1, validation: 2.5 };
    const lines = [...steps.slice(0, 3), validation, steps[3]];
    await Deno.writeTextFile(
      join(folder, FILES.metrics),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
    );
    assertEquals(await readMetrics(folder), {
      steps,
      validations: [{ ...validation, seconds: 6 }],
      size: 40,
      seconds: 9,
    });
  },
);

testInFolder("readMetrics() names a damaged line", async (folder) => {
  const path = join(folder, FILES.metrics);
  await Deno.writeTextFile(path, '{"validation":1}\n{"step"\n');
  await assertRejects(
    () => readMetrics(folder),
    SyntaxError,
    `Cannot read line 2 of ${path} as it must be JSON: got `,
  );
});
