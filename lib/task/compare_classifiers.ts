import { progress } from "../train/progress.ts";
import {
  BATCH,
  type ClassifierResult,
  finishedRun,
  runFolder,
  trainRun,
} from "./classifier_run.ts";
import type { ComparedModel } from "./compared_models.ts";
import type { PreparedData } from "./labelled_texts.ts";

/** How a comparison is made. */
export interface CompareOptions {
  /** Seeds 0, 1, … that each model is trained from. */
  readonly seeds: number;
  /** Passes over the training texts. */
  readonly epochs: number;
  /** Folder that keeps what is finished. */
  readonly folder: string;
  /** Stops the training between two steps. */
  readonly signal?: AbortSignal;
  /** Takes what there is to say. */
  readonly say: (text: string) => void;
}

/**
 * Trains and tests models on the same texts for the same number of epochs.
 *
 * What a former call has finished is not trained again, so a comparison that was
 * stopped goes on at the model it was at.
 *
 * @param models What to train.
 * @param data The texts.
 * @param options Seeds, epochs, folder.
 * @returns For each model the results of its seeds.
 */
export async function compareClassifiers(
  models: readonly ComparedModel[],
  data: PreparedData,
  { seeds, epochs, folder: root, signal, say }: CompareOptions,
): Promise<ClassifierResult[][]> {
  const runs = await Promise.all(
    models.flatMap((model) =>
      Array.from({ length: seeds }, async (_, seed) => {
        const run = { model, seed, epochs };
        const folder = runFolder(root, run, data);
        return { run, folder, result: await finishedRun(folder) };
      })
    ),
  );
  const open = runs.filter(({ result }) => !result);
  if (open.length < runs.length) {
    say(
      `${
        runs.length - open.length
      } of ${runs.length} models are in ${root} already`,
    );
  }
  if (open.length > 0) await trainAll(open);
  const results = runs.map(({ result }) => result!);
  return models.map((_, m) => results.slice(m * seeds, (m + 1) * seeds));

  async function trainAll(entries: typeof runs): Promise<void> {
    const texts = data.byOrder.frequency.train.ids.length;
    const steps = Math.ceil(texts / BATCH) * epochs;
    using bar = progress(entries.length * steps, { label: "training" });
    for (const [i, entry] of entries.entries()) {
      const { run, folder } = entry;
      const title = `${run.model.name} (${i + 1} of ${entries.length})`;
      entry.result = await trainRun(run, data, {
        folder,
        onStep: (epoch) => bar.tick(1, `${title}, epoch ${epoch}`),
        ...(signal ? { signal } : {}),
      });
    }
  }
}
