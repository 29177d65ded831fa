/**
 * `deno task reproduce`: trains the models of the comparison, and writes its tables and
 * report.
 *
 * @module
 */

import { join } from "node:path";
import { ifThere } from "../convert/if_there.ts";
import { parseJson } from "../convert/parse_json.ts";
import { prepareFolder } from "../convert/prepare_folder.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import { describeBackend } from "../engine/describe_backend.ts";
import { useBackend } from "../engine/use_backend.ts";
import { askedOptions } from "./asked_options.ts";
import { finishedReproduction } from "./finished_reproduction.ts";
import { readKnownResults, takeOverResults } from "./known_results.ts";
import { CONTESTS, reproductionRuns } from "./reproduction_runs.ts";
import { say } from "./say.ts";
import { shippedData } from "./shipped_data.ts";
import {
  equalTimeEpochs,
  measureStepTimes,
  STEP_TIMES,
  type StepTimes,
} from "./step_times.ts";
import { runTask } from "./task_options.ts";
import { trainReproduction } from "./train_reproduction.ts";
import { BACKEND } from "./translate_options.ts";
import type { TranslationData } from "./translation_data.ts";
import { writeReproduction } from "./write_reproduction.ts";

const OPTIONS = {
  contest: {
    type: "text",
    choices: [...CONTESTS, "all"],
    default: "all",
    help: "what the models are compared at",
  },
  seeds: { type: "count", default: 3, help: "seeds of every model" },
  jobs: {
    type: "count",
    default: navigator.hardwareConcurrency,
    help: "trainings at once, each on one thread of native TensorFlow",
  },
  known: {
    type: "file",
    help:
      "a results.json with its .tsv.gz beside it, such as docs/reproduction.json: trainings that are in it count as over",
  },
  report: {
    type: "flag",
    help: "only write the report on what is over, and train nothing",
  },
  output: {
    type: "folder",
    default: "output/reproduce",
    help: "folder for models, tables and report",
  },
  backend: BACKEND,
} as const;

/**
 * Runs the task; Ctrl-C stops it, and the next call goes on.
 *
 * @param args Command line.
 * @returns The exit code; 130 if it was stopped.
 * @throws {SyntaxError} If the command line does not fit.
 */
export async function reproduce(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, OPTIONS, {
    usage: "deno task reproduce",
    about:
      "Trains the models of the comparison, and writes its tables and report. Ctrl-C stops it; the same command goes on.",
  });
  if (!options) return 0;
  const { contest, seeds, jobs, report, output } = options;
  const known = options.known === undefined
    ? undefined
    : await readKnownResults(options.known);
  await prepareFolder(output);
  const measured = await ifThere(Deno.stat(join(output, STEP_TIMES)));
  if (report && !known && !measured) {
    throw new RangeError(
      `Cannot write the report as ${output} must have trainings of this task, or --known must name results: got neither`,
    );
  }
  Deno.env.set("TF_NUM_INTRAOP_THREADS", "1"); // as each training has
  const data = await shippedData();
  const backend = await useBackend(options.backend);
  const times = known?.times ?? await stepTimes(output, data);
  const runs = reproductionRuns({ seeds, epochs: equalTimeEpochs(times) })
    .filter((run) => contest === "all" || run.contest === contest);
  if (known) await takeOverResults(known, { runs, output });
  let finished = true;
  if (!report) {
    finished = await trainReproduction(runs, { output, jobs, backend, data });
  }
  const found = await Promise.all(
    runs.map((run) => finishedReproduction(run, join(output, run.name))),
  );
  const results = found.filter((result) => result !== undefined);
  if (results.length > 0) {
    await writeReproduction(output, { runs, results, times });
  }
  if (finished) return 0;
  say("Stopped and saved. The same command goes on.");
  return 130;
}

/** Measured once for a folder, as epochs depend on it. */
async function stepTimes(
  output: string,
  data: TranslationData,
): Promise<StepTimes> {
  const path = join(output, STEP_TIMES);
  const known = await ifThere(Deno.readTextFile(path));
  if (known !== undefined) return parseJson(known, path) as StepTimes;
  say("Measuring a training step of each model");
  const { name, device } = describeBackend();
  const times = await measureStepTimes(data, `${name}, ${device}`);
  await writeAtomically(path, JSON.stringify(times, null, 2));
  return times;
}

if (import.meta.main) await runTask(reproduce);
