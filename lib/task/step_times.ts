import { Transformer } from "../model/transformer.ts";
import { progress } from "../train/progress.ts";
import { trainSteps } from "../train/train_steps.ts";
import { translationTask } from "../train/translation_task.ts";
import {
  DENSE_EPOCHS,
  EQUAL_TIME,
  type EqualTimeEpochs,
} from "./reproduction_runs.ts";
import type { TranslationData } from "./translation_data.ts";
import {
  TRANSLATION_PRESETS,
  TRANSLATION_SETTINGS,
  translationModel,
} from "./translation_presets.ts";

/** How long a training step of each model takes. */
export interface StepTimes {
  /** What computes, as `describeBackend()` says. */
  readonly backend: string;
  /** Median milliseconds of a step, by the model's name. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

/** The file that a folder keeps them in. */
export const STEP_TIMES = "step-times.json";

/** Steps of a model in a row; the first does not count, as kernels are made ready in it. */
const STEPS = 9;

/** Times that the models take turns, so that a busy moment does not hit only one. */
const ROUNDS = 15;

/**
 * Measures a training step of each model, in turns, on the same batches.
 *
 * @param data What they are trained on.
 * @param backend What computes, as `describeBackend()` says.
 * @returns Medians.
 */
export async function measureStepTimes(
  data: TranslationData,
  backend: string,
): Promise<StepTimes> {
  const sizes = { sourceSize: data.source.size, targetSize: data.target.size };
  const { batch, smoothing } = TRANSLATION_SETTINGS;
  const models = EQUAL_TIME.map(({ model, preset }) => ({
    model,
    transformer: new Transformer(
      translationModel(TRANSLATION_PRESETS[preset], { ...sizes, seed: 1 }),
    ),
    times: [] as number[],
  }));
  using bar = progress(ROUNDS * models.length, { label: "step times" });
  for (let round = 0; round < ROUNDS; round++) {
    for (const { model, transformer, times } of models) {
      const task = translationTask(transformer, {
        train: data.train,
        ...batch,
        smoothing,
      });
      const batches = task.batches(1).slice(round * STEPS, (round + 1) * STEPS);
      let before: number | undefined;
      await trainSteps({ ...task, batches: () => batches }, {
        epochs: 1,
        learningRate: () => 1e-4,
        onStep: () => {
          const now = performance.now();
          if (before !== undefined) times.push(now - before);
          before = now;
        },
      });
      bar.tick(1, model);
    }
  }
  for (const { transformer } of models) transformer.dispose();
  return {
    backend,
    milliseconds: Object.fromEntries(
      models.map(({ model, times }) => [model, median(times)]),
    ),
  };
}

/**
 * Epochs that each model has time for while the dense one takes {@linkcode DENSE_EPOCHS}.
 *
 * @param times Of a step of each model, by its name.
 * @returns Integers >= 1.
 */
export function equalTimeEpochs(
  { milliseconds }: Pick<StepTimes, "milliseconds">,
): EqualTimeEpochs {
  return Object.fromEntries(
    Object.entries(milliseconds).map(([model, time]) => [
      model,
      Math.max(1, Math.round(DENSE_EPOCHS * milliseconds.dense / time)),
    ]),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
