/**
 * One training of `deno task reproduce`, in a process of its own: so that several go on
 * at once, and each has its own memory.
 *
 * @module
 */

import { type BackendName, useBackend } from "../engine/use_backend.ts";
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
  if (Deno.build.os !== "windows") {
    // Ctrl-C reaches all processes of a terminal; which of them ends is its parent's word
    Deno.addSignalListener("SIGINT", () => {});
    Deno.addSignalListener("SIGTERM", () => stop.abort());
  }
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

if (import.meta.main) await runTask(worker);
