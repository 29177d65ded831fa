import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { finishedReproduction } from "../../lib/task/finished_reproduction.ts";
import {
  readKnownResults,
  takeOverResults,
} from "../../lib/task/known_results.ts";
import {
  translationsBeside,
  writeLargeTranslations,
} from "../../lib/task/large_translations.ts";
import { otherSearches } from "../../lib/task/reproduction_result.ts";
import {
  type ReproductionRun,
  reproductionRuns,
} from "../../lib/task/reproduction_runs.ts";
import { STEP_TIMES } from "../../lib/task/step_times.ts";
import { reproductionResult } from "../support/reproduction.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const times = { backend: "native, CPU", milliseconds: { dense: 200 } };
const epochs = { dense: 12, Shapeshifter: 18, narrow: 41, "low rank": 25 };
const runs = reproductionRuns({ seeds: 1, epochs });

/** A result as a training of that name gives it. */
function resultOf(run: ReproductionRun) {
  const { name, contest, model, preset, settings } = run;
  const others = otherSearches(run)
    .map((search) => ({
      ...search,
      bleu: 41,
      chrf: 61,
      ...search.part === "large test" && { hypotheses: ["one .", "two ."] },
    }));
  return reproductionResult({
    name,
    contest,
    model,
    preset,
    settings,
    others,
  });
}

testInFolder(
  "takeOverResults() makes trainings count as over",
  async (folder) => {
    const path = join(folder, "results.json");
    const output = join(folder, "output");
    await Deno.mkdir(output);
    const results = await writeLargeTranslations(
      translationsBeside(path),
      runs.map(resultOf),
    );
    await Deno.writeTextFile(path, JSON.stringify({ times, results }));
    const known = await readKnownResults(path);
    const elsewhere = resultOf({ ...runs[0], name: "../elsewhere" });
    const [first, second, third] = runs;
    await takeOverResults(
      { ...known, results: [...known.results, elsewhere] },
      { runs: [first, second], output },
    );
    for (const run of [first, second]) {
      const found = await finishedReproduction(run, join(output, run.name));
      // as JSON has it: without fields that are not defined
      assertEquals(found, JSON.parse(JSON.stringify(resultOf(run))));
    }
    assertEquals(
      await finishedReproduction(third, join(output, third.name)),
      undefined,
    );
    // names become those of folders, and lead nowhere else
    const files = await Array.fromAsync(Deno.readDir(folder));
    assertEquals(files.map(({ name }) => name).toSorted(), [
      "output",
      "results.json",
      "results.tsv.gz",
    ]);
    const text = await Deno.readTextFile(join(output, STEP_TIMES));
    assertEquals(JSON.parse(text), times);
  },
);

testInFolder(
  "takeOverResults() refuses results of other settings and writes nothing then",
  async (folder) => {
    const [first, second] = runs;
    const { settings, preset, others } = resultOf(second);
    const changed = [
      [
        { settings: { ...settings, rate: 0.0045, epochs: 18 } },
        "settings.epochs 18, not 180, settings.rate 0.0045, not 0.003",
      ],
      [
        { preset: { ...preset, ranks: { ...preset.ranks, attention: 8 } } },
        "preset.ranks.attention 8, not 7",
      ],
      [
        { others: others.slice(0, 3) },
        'scored[3] missing, not {"part":"large test","beams":1}',
      ],
    ] as const;
    for (const [change, fields] of changed) {
      const results = [resultOf(first), { ...resultOf(second), ...change }];
      const known = { path: "results.json", times, results };
      const error = await assertRejects(
        () => takeOverResults(known, { runs, output: folder }),
        RangeError,
      ) as Error;
      assertEquals(
        error.message,
        `Cannot count converged-shapeshifter-1 of results.json as over as its settings must be the same: got ${fields}; give another --output or --known`,
      );
    }
    const written = await Array.fromAsync(Deno.readDir(folder));
    assertEquals(written, []);
  },
);

testInFolder("readKnownResults() refuses other files", async (folder) => {
  const path = join(folder, "results.json");
  const { others: _, ...earlier } = resultOf(runs[0]); // as results were before
  const contents = [
    {},
    { times },
    { times, results: {} },
    { times, results: [null] },
    { times, results: [earlier] },
  ];
  for (const content of contents) {
    await Deno.writeTextFile(path, JSON.stringify(content));
    const error = await assertRejects(
      () => readKnownResults(path),
      SyntaxError,
    ) as Error;
    assertEquals(
      error.message,
      `Cannot take over ${path} as it must be a results.json of deno task reproduce: got something else`,
    );
  }
});

testInFolder("readKnownResults() names a file that is none", async (folder) => {
  const path = join(folder, "results.json");
  for (const text of ["null", "nope", "{}"]) {
    await Deno.writeTextFile(path, text);
    await assertRejects(() => readKnownResults(path), SyntaxError, path);
  }
  const none = join(folder, "none.json");
  const error = await assertRejects(
    () => readKnownResults(none),
    Deno.errors.NotFound,
  ) as Error;
  assertEquals(
    error.message,
    `Cannot read none.json as there must be such a file: got ${none}`,
  );
});

testInFolder(
  "takeOverResults() leaves trainings that are over as they are",
  async (output) => {
    const [run] = runs;
    const known = { path: "results.json", times, results: [resultOf(run)] };
    await takeOverResults(known, { runs: [run], output });
    const results = [{ ...resultOf(run), bleu: 99 }];
    await takeOverResults({ ...known, results }, { runs: [run], output });
    const found = await finishedReproduction(run, join(output, run.name));
    assertEquals(found!.bleu, 40);
  },
);
