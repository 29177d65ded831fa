import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { takeOverResults } from "../../lib/task/known_results.ts";
import { finishedReproduction } from "../../lib/task/reproduction_result.ts";
import { STEP_TIMES } from "../../lib/task/step_times.ts";
import { reproductionResult, RESULTS } from "../support/reproduction.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const times = { backend: "native, CPU", milliseconds: { dense: 200 } };

testInFolder(
  "takeOverResults() makes trainings count as over",
  async (folder) => {
    const known = join(folder, "results.json");
    const output = join(folder, "output");
    await Deno.mkdir(output);
    await Deno.writeTextFile(
      known,
      JSON.stringify({ times, results: RESULTS }),
    );
    await takeOverResults(known, output);
    for (const result of RESULTS) {
      const found = await finishedReproduction(join(output, result.name));
      assertEquals(found, result);
    }
    const text = await Deno.readTextFile(join(output, STEP_TIMES));
    assertEquals(JSON.parse(text), times);
  },
);

testInFolder(
  "takeOverResults() refuses other files and names that lead elsewhere",
  async (folder) => {
    const known = join(folder, "results.json");
    const elsewhere = [reproductionResult({ name: "../elsewhere" })];
    const { others: _, ...earlier } = RESULTS[0]; // as results were before
    const contents = [
      {},
      { times },
      { times, results: elsewhere },
      { times, results: [earlier] },
    ];
    for (const content of contents) {
      await Deno.writeTextFile(known, JSON.stringify(content));
      const error = await assertRejects(
        () => takeOverResults(known, folder),
        SyntaxError,
      ) as Error;
      assertEquals(
        error.message,
        `Cannot take over ${known} as it must be a results.json of deno task reproduce: got something else`,
      );
    }
  },
);
