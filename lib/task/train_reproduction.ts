import { join } from "node:path";
import type { BackendName } from "../engine/use_backend.ts";
import { type Progress, progress } from "../train/progress.ts";
import { stopOnInterrupt } from "../train/stop_on_interrupt.ts";
import { finishedReproduction } from "./finished_reproduction.ts";
import type { WorkerProgress } from "./reproduce_worker.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";
import { say } from "./say.ts";
import { trainInWorker } from "./train_in_worker.ts";
import type { TranslationData } from "./translation_data.ts";

/**
 * Trains what is not over, several at once, each in a process of its own.
 *
 * @param runs What there is to train.
 * @param options Folder of all runs, how many at once, what computes, and the data.
 * @returns Whether all came to their end; false if Ctrl-C stopped them.
 * @throws {Error} If a training failed; those that went on beside it have stopped then.
 */
export async function trainReproduction(
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
    const over = await finishedReproduction(run, join(output, run.name));
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
  const failure = new AbortController();
  const signal = AbortSignal.any([interrupt.signal, failure.signal]);
  const lane = async () => {
    let finished = true;
    while (finished) {
      if (signal.aborted) return false;
      const run = waiting.shift();
      if (!run) return true;
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
  const ended = await Promise.all(
    Array.from({ length: jobs }, () =>
      lane().catch((error) => {
        failure.abort(error); // the others stop and save, before the first is told
        return false;
      })),
  );
  if (failure.signal.aborted) throw failure.signal.reason;
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
