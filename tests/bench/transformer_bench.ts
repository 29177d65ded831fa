/**
 * A training step of each translation model on the shipped pairs: the batch of 64 pairs
 * that has the median number of words, forward, backward, clipping and Adam. The backend
 * is the best that runs here, or the one that `KRONLAB_BACKEND` names.
 *
 * @module
 */

import { type BackendName, useBackend } from "../../lib/engine/use_backend.ts";
import { Transformer } from "../../lib/model/transformer.ts";
import { shippedData } from "../../lib/task/shipped_data.ts";
import {
  TRANSLATION_PRESETS,
  translationModel,
} from "../../lib/task/translation_presets.ts";
import { accumulatedGradients } from "../../lib/train/accumulated_gradients.ts";
import { clipByGlobalNorm } from "../../lib/train/clip_by_global_norm.ts";
import { FlatLayout } from "../../lib/train/flat_layout.ts";
import { ResumableAdam } from "../../lib/train/resumable_adam.ts";
import { translationTask } from "../../lib/train/translation_task.ts";

const backend = await useBackend(
  (Deno.env.get("KRONLAB_BACKEND") ?? undefined) as BackendName | undefined,
);
const data = await shippedData();
const group = `a training step on ${backend}`;

for (const [name, preset] of Object.entries(TRANSLATION_PRESETS)) {
  const model = new Transformer(translationModel(preset, {
    sourceSize: data.source.size,
    targetSize: data.target.size,
    seed: 1,
  }));
  const task = translationTask(model, { train: data.train, sentences: 64 });
  const batches = task.batches(1)
    .toSorted((a, b) => task.size(a) - task.size(b));
  const batch = batches[batches.length >> 1];
  const size = task.size(batch);
  const layout = new FlatLayout(task.weights);
  const adam = new ResumableAdam(task.weights, layout);
  Deno.bench(name, { group, baseline: name === "dense" }, async () => {
    const sum = await accumulatedGradients(task.weights, layout, [
      () => task.loss(batch, size),
    ]);
    const { gradient } = await clipByGlobalNorm(sum.gradient, 1);
    adam.step(gradient, 1e-4);
    gradient.dispose();
  });
}
