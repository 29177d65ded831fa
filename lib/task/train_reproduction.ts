import { join } from "node:path";
import type { BackendName } from "../engine/use_backend.ts";
import type { TokenizerKind } from "../text/tokenizer_kinds.ts";
import { type Progress, progress } from "../train/progress.ts";
import { stopOnInterrupt } from "../train/stop_on_interrupt.ts";
import type { WorkerProgress } from "./reproduce_worker.ts";
import { finishedReproduction } from "./reproduction_result.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";
import { say } from "./say.ts";
import { shippedData } from "./shipped_data.ts";
import { trainInWorker } from "./train_in_worker.ts";

/**
 * Trains what is not over, several at once, each in a process of its own.
 *
 * @param runs What there is to train.
 * @param options Folder of all runs, how many at once, and what computes.
 * @returns Whether all came to their end; false if Ctrl-C stopped them.
 * @throws {Error} If a training failed.
 */
export async function trainReproduction(
  runs: readonly ReproductionRun[],
  { output, jobs, backend }: {
    readonly output: string;
    readonly jobs: number;
    readonly backend: BackendName;
  },
): Promise<boolean> {
  const waiting: ReproductionRun[] = [];
  for (const run of runs) {
    const over = await finishedReproduction(join(output, run.name));
    if (!over) waiting.push(run);
  }
  if (waiting.length === 0) return true;
  const epochWords = new Map<TokenizerKind, number>();
  for (const kind of new Set(waiting.map(({ kind }) => kind))) {
    const { train } = await shippedData(kind);
    epochWords.set(
      kind,
      train.target.reduce((sum, { length }) => sum + length - 1, 0),
    );
  }
  const wordsOf = ({ kind, settings }: ReproductionRun) =>
    settings.epochs * epochWords.get(kind)!;
  const all = waiting.reduce((sum, run) => sum + wordsOf(run), 0);
  say(
    `${waiting.length} of ${runs.length} trainings, ${jobs} at once; backend ${backend}; folder ${output}`,
  );
  using interrupt = stopOnInterrupt(() =>
    say("\nStopping behind this step; once more stops at once")
  );
  using bar = progress(all, { label: "words" });
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
        words: wordsOf(run),
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
  { output, backend, bar, words: all, signal }: {
    readonly output: string;
    readonly backend: BackendName;
    readonly bar: Progress;
    readonly words: number;
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
    bar.tick(all - done, `${name} is over`);
  }
  return finished;
}
