import { assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { LanguageModel } from "../../lib/model/language_model.ts";
import { sampleIds } from "../../lib/model/sample_ids.ts";
import {
  type LanguageRun,
  trainLanguageModel,
} from "../../lib/task/language_run.ts";
import { assignWeights } from "../../lib/train/model_weights.ts";
import { FILES } from "../../lib/train/train_steps.ts";
import { testInFolder } from "../support/test_in_folder.ts";

/** What is learnt from the one is wrong in the other. */
const [UP, DOWN] = [1, -1].map((step) =>
  Int32Array.from({ length: 140 }, (_, i) => 1 + (140 + step * i) % 7)
);

function runIn(folder: string, change: Partial<LanguageRun> = {}): LanguageRun {
  return {
    model: {
      vocabularySize: 8,
      width: 8,
      heads: 2,
      hidden: 12,
      layers: 1,
      maxPositions: 8,
      seed: 1,
    },
    data: { train: UP, validation: DOWN },
    epochs: 3,
    steps: 4,
    batch: 4,
    rate: 0.01,
    folder,
    signal: new AbortController().signal,
    onModel: () => {},
    onStep: () => {},
    sample: { prompt: [1, 2], length: 30, temperature: 1, seed: 1 },
    ...change,
  };
}

testInFolder(
  "trainLanguageModel() makes up a text by the best weights, not by the last",
  async (folder) => {
    await useBackend("cpu");
    const run = runIn(folder, { rate: 0.05, epochs: 6, steps: 15 });
    const { numTensors } = tf.memory();
    const { sample, loss } = (await trainLanguageModel(run))!;
    assertEquals(tf.memory().numTensors, numTensors);
    const model = new LanguageModel(run.model);
    const { prompt, ...options } = run.sample;
    assignWeights(
      model.weights,
      await Deno.readFile(join(folder, FILES.best)),
      { name: FILES.best },
    );
    assertEquals(await sampleIds(model, prompt, options), sample);
    model.dispose();
    const text = await Deno.readTextFile(join(folder, FILES.metrics));
    const losses = text.trim().split("\n").map((line) => JSON.parse(line))
      .flatMap(({ validation }) => validation ?? []);
    assertEquals(loss, Math.min(...losses));
    assertNotEquals(loss, losses.at(-1)); // or the test tells nothing
  },
);

testInFolder(
  "trainLanguageModel() has no result where it was stopped",
  async (folder) => {
    await useBackend("cpu");
    const controller = new AbortController();
    const run = runIn(folder, {
      signal: controller.signal,
      onStep: ({ step }) => step === 6 && controller.abort(),
    });
    assertEquals(await trainLanguageModel(run), undefined);
  },
);
