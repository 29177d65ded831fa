/**
 * `deno task reproduce`: trains the models of the comparison, and writes its tables and
 * report.
 *
 * @module
 */

import { join } from "node:path";
import { writeAtomically } from "../convert/write_atomically.ts";
import { describeBackend } from "../engine/describe_backend.ts";
import { type BackendName, useBackend } from "../engine/use_backend.ts";
import { reportHtml } from "../plot/report.ts";
import { renderSvg } from "../plot/svg.ts";
import { tableText } from "../plot/table.ts";
import { words } from "../text/words.ts";
import { prepareFolder } from "../train/checkpoint.ts";
import { type Progress, progress } from "../train/progress.ts";
import { stopOnInterrupt } from "../train/stop_on_interrupt.ts";
import type { WorkerProgress } from "./reproduce_worker.ts";
import { curveFigure } from "./reproduction_figures.ts";
import { reproductionReport } from "./reproduction_report.ts";
import {
  finishedReproduction,
  keepReproduction,
  type ReproductionResult,
} from "./reproduction_result.ts";
import {
  CONTESTS,
  type ReproductionRun,
  reproductionRuns,
} from "./reproduction_runs.ts";
import { say } from "./say.ts";
import { shippedData } from "./shipped_data.ts";
import {
  equalTimeEpochs,
  measureStepTimes,
  type StepTimes,
} from "./step_times.ts";
import { runTask, taskOptions } from "./task_options.ts";
import { trainInWorker } from "./train_in_worker.ts";
import type { TranslationData } from "./translation_data.ts";
import { shippedPairs } from "./translation_pairs.ts";
import { BACKEND } from "./translate_options.ts";

const OPTIONS = {
  contest: {
    type: "text",
    choices: [...CONTESTS, "all"],
    default: "all",
    help: "what the models are compared at",
  },
  seeds: { type: "count", default: 3, help: "seeds of the main contests" },
  jobs: {
    type: "count",
    default: navigator.hardwareConcurrency,
    help: "trainings at once, each on one thread of native TensorFlow",
  },
  known: {
    type: "text",
    help:
      "a results.json, such as docs/reproduction.json: trainings that are in it count as over",
  },
  report: {
    type: "flag",
    help: "only write the report on what is over, and train nothing",
  },
  output: {
    type: "text",
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
  const options = taskOptions(args, OPTIONS);
  if (typeof options === "string") {
    say(`deno task reproduce\n\n${options}`);
    return 0;
  }
  const { contest, seeds, jobs, report, output } = options;
  await prepareFolder(output);
  Deno.env.set("TF_NUM_INTRAOP_THREADS", "1"); // as each training has
  const data = await shippedData();
  const backend = await useBackend(options.backend);
  if (options.known !== undefined) await takeOver(options.known, output);
  const times = await stepTimes(output, data);
  const runs = reproductionRuns({ seeds, epochs: equalTimeEpochs(times) })
    .filter((run) => contest === "all" || run.contest === contest);
  let finished = true;
  if (!report) {
    finished = await train(runs, { output, jobs, backend, data });
  }
  const found = await Promise.all(
    runs.map(({ name }) => finishedReproduction(join(output, name))),
  );
  const results = found.filter((result) => result !== undefined);
  if (results.length > 0) {
    await writeResults(output, {
      results,
      times,
      missing: runs.length - results.length,
    });
  }
  if (finished) return 0;
  say("Stopped and saved. The same command goes on.");
  return 130;
}

/** File of a folder's step times. */
const STEP_TIMES = "step-times.json";

/** Puts the results of another folder into this one, and the times that they rest on. */
async function takeOver(known: string, output: string): Promise<void> {
  const { times, results }: {
    readonly times: StepTimes;
    readonly results: readonly ReproductionResult[];
  } = JSON.parse(await Deno.readTextFile(known));
  await writeAtomically(join(output, STEP_TIMES), JSON.stringify(times));
  for (const result of results) {
    const folder = join(output, result.name);
    if (await finishedReproduction(folder)) continue;
    await prepareFolder(folder);
    await keepReproduction(folder, result);
  }
}

/** Measured once for a folder, as epochs depend on it. */
async function stepTimes(
  output: string,
  data: TranslationData,
): Promise<StepTimes> {
  const path = join(output, STEP_TIMES);
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  say("Measuring a training step of each model");
  const { name, device } = describeBackend();
  const times = await measureStepTimes(data, { backend: `${name}, ${device}` });
  await writeAtomically(path, JSON.stringify(times, null, 2));
  return times;
}

/** Trains what is not over, several at once; tells whether all came to their end. */
async function train(
  runs: readonly ReproductionRun[],
  { output, jobs, backend, data }: {
    readonly output: string;
    readonly jobs: number;
    readonly backend: BackendName;
    readonly data: TranslationData;
  },
): Promise<boolean> {
  const waiting: ReproductionRun[] = [];
  for (const run of runs) {
    const over = await finishedReproduction(join(output, run.name));
    if (!over) waiting.push(run);
  }
  if (waiting.length === 0) return true;
  const epochWords = data.train.target
    .reduce((sum, { length }) => sum + length - 1, 0);
  const all = waiting.reduce((sum, { settings }) => sum + settings.epochs, 0);
  say(
    `${waiting.length} of ${runs.length} trainings, ${jobs} at once; backend ${backend}; folder ${output}`,
  );
  using interrupt = stopOnInterrupt(() =>
    say("\nStopping behind this step; once more stops at once")
  );
  using bar = progress(all * epochWords, { label: "words" });
  const lane = async () => {
    let finished = true;
    while (finished) {
      if (interrupt.signal.aborted) return false;
      const run = waiting.shift();
      if (!run) return true;
      const { signal } = interrupt;
      finished = await trainOne(run, {
        output,
        backend,
        bar,
        epochWords,
        signal,
      });
    }
    return false;
  };
  const ended = await Promise.all(Array.from({ length: jobs }, lane));
  return ended.every((finished) => finished);
}

async function trainOne(
  run: ReproductionRun,
  { output, backend, bar, epochWords, signal }: {
    readonly output: string;
    readonly backend: BackendName;
    readonly bar: Progress;
    readonly epochWords: number;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const { name, settings } = run;
  let done = 0;
  const request = { run, folder: join(output, name), backend };
  const onProgress = ({ words, epoch, validation }: WorkerProgress) => {
    const loss = validation?.toFixed(3) ?? "none yet";
    bar.tick(
      words - done,
      `${name}: epoch ${epoch}/${settings.epochs}, validation ${loss}`,
    );
    done = words;
  };
  const finished = await trainInWorker(request, { signal, onProgress });
  if (finished) {
    bar.tick(settings.epochs * epochWords - done, `${name} is over`);
  }
  return finished;
}

/** Writes and tells what the comparison gave. */
async function writeResults(
  output: string,
  { results, times, missing }: {
    readonly results: readonly ReproductionResult[];
    readonly times: StepTimes;
    readonly missing: number;
  },
): Promise<void> {
  const { source, target } = await shippedPairs("test");
  const references = target.map((text) => words(text).join(" "));
  const report = reproductionReport({
    results,
    missing,
    times,
    source,
    references,
  });
  const tables = report.sections.filter(({ table }) => table)
    .filter(({ heading }) => heading !== "Translations")
    .map(({ heading, table }) => `${heading}\n\n${tableText(table!)}\n`);
  const text = tables.join("\n");
  const shown = results.filter(({ contest }) => contest === results[0].contest);
  for (
    const [name, content] of [
      ["report.html", await reportHtml(report)],
      ["tables.txt", text],
      ["results.json", JSON.stringify({ times, results })],
      ["curves.svg", await renderSvg(curveFigure(shown, "minutes"))],
    ]
  ) {
    await writeAtomically(join(output, name), content);
  }
  say(`${text}\nReport: ${join(output, "report.html")}`);
}

if (import.meta.main) await runTask(reproduce);
