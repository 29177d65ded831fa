/**
 * One training of `deno task reproduce`, in a process of its own: so that several go on
 * at once, and each has its own memory. It stops and saves at the end of its standard
 * input, which is when its parent says so or is gone.
 *
 * @module
 */

import { type BackendName, useBackend } from "../engine/use_backend.ts";
import { onEndingSignal } from "../train/on_ending_signal.ts";
import { keepReproduction } from "./finished_reproduction.ts";
import { runReproduction } from "./reproduction_result.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";
import { say } from "./say.ts";
import { shippedData } from "./shipped_data.ts";
import { runTask } from "./task_options.ts";

/** What a worker gets, as one argument of JSON. */
export interface WorkerRequest {
  /** What to train. */
  readonly run: ReproductionRun;
  /** Where to. */
  readonly folder: string;
  /** What computes. */
  readonly backend: BackendName;
}

/** A line that a worker writes while it trains. */
export interface WorkerProgress {
  /** Words trained on, over all times that the run went on. */
  readonly words: number;
  /** Epoch that is under way. */
  readonly epoch: number;
  /** The last loss on the validation pairs, if there is one. */
  readonly validation?: number;
}

/** Milliseconds between two lines. */
const SILENCE = 1_000;

async function worker([request]: readonly string[]): Promise<number> {
  const { run, folder, backend }: WorkerRequest = JSON.parse(request);
  const stop = new AbortController();
  onEndingSignal(() => stop.abort());
  atEndOfInput(() => stop.abort());
  await useBackend(backend);
  let last = -Infinity;
  const result = await runReproduction(run, {
    data: await shippedData(run.preset.wordOrder),
    folder,
    signal: stop.signal,
    onStep: ({ words, epoch, validation }) => {
      const now = performance.now();
      if (now - last < SILENCE) return;
      last = now;
      const line: WorkerProgress = {
        words,
        epoch,
        ...validation !== undefined && { validation },
      };
      say(JSON.stringify(line));
    },
  });
  if (!result) return 130;
  await keepReproduction(folder, result);
  return 0;
}

/** Calls a function when the parent closes the pipe to this process, or is gone. */
async function atEndOfInput(listener: () => void): Promise<void> {
  const byte = new Uint8Array(1);
  while (await Deno.stdin.read(byte).catch(() => null) !== null);
  listener();
}

if (import.meta.main) await runTask(worker);
