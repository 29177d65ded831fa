import { join } from "node:path";
import { LanguageModel } from "../model/language_model.ts";
import type { LanguageModelConfig } from "../model/language_model_config.ts";
import { sampleIds } from "../model/sample_ids.ts";
import { languageTask } from "../train/language_task.ts";
import { linearToZero } from "../train/learning_rates.ts";
import { assignWeights } from "../train/model_weights.ts";
import { readMetrics } from "../train/read_metrics.ts";
import type { StepMetrics } from "../train/train_options.ts";
import { FILES, trainSteps } from "../train/train_steps.ts";

/** A text in two parts, as ids. */
export interface LanguageData {
  /** Ids to train on. */
  readonly train: Int32Array;
  /** Ids that are held out. */
  readonly validation: Int32Array;
}

/** A language model to be trained. */
export interface LanguageRun {
  /** What it is made of. */
  readonly model: LanguageModelConfig;
  /** The text. */
  readonly data: LanguageData;
  /** Validations. */
  readonly epochs: number;
  /** Steps from one validation to the next. */
  readonly steps: number;
  /** Windows in a step. */
  readonly batch: number;
  /** The largest learning rate. */
  readonly rate: number;
  /** Where checkpoints and metrics go. */
  readonly folder: string;
  /** Stops after the step that is under way, and saves. */
  readonly signal: AbortSignal;
  /** Called with the number of parameters, before the first step. */
  readonly onModel: (parameters: number) => void;
  /** Called after each step. */
  readonly onStep: (metrics: StepMetrics) => void;
  /** Text that the best model goes on from, and how. */
  readonly sample: {
    readonly prompt: readonly number[];
    readonly length: number;
    readonly temperature: number;
    readonly seed: number;
  };
}

/** What a training gave. */
export interface LanguageResult {
  /** Trainable parameters. */
  readonly parameters: number;
  /** Least loss on the text that was held out, in nats a character. */
  readonly loss: number;
  /** Steps that were taken. */
  readonly steps: number;
  /** Seconds that they took, over all times that the run went on. */
  readonly seconds: number;
  /** Ids that the best model made up. */
  readonly sample: readonly number[];
}

/**
 * Trains a language model, or goes on with it, and lets it make up a text.
 *
 * @param run Model, text, settings and folder.
 * @returns What it gave, or nothing if it was stopped.
 * @throws {RangeError} If an option is out of range, or the folder holds another run,
 * whose differing fields are named.
 */
export async function trainLanguageModel(
  run: LanguageRun,
): Promise<LanguageResult | undefined> {
  const { data, epochs, steps, batch, rate, folder, signal, onStep } = run;
  const model = new LanguageModel(run.model);
  try {
    const parameters = model.countParams();
    const all = epochs * steps;
    const warmUp = Math.max(1, Math.floor(all / 10));
    const task = languageTask(model, {
      train: data.train,
      validation: data.validation,
      window: model.config.maxPositions,
      batch,
      batches: steps,
      seed: model.config.seed ?? 0,
      config: { rate, epochs },
    });
    run.onModel(parameters);
    const { finished, best, steps: taken } = await trainSteps(task, {
      epochs,
      learningRate: linearToZero({ peak: rate, warmUp, steps: all }),
      folder,
      saveEvery: 100,
      signal,
      onStep,
    });
    if (!finished || !best) return undefined;
    const path = join(folder, FILES.best);
    assignWeights(model.weights, await Deno.readFile(path), { name: path });
    const { prompt, ...options } = run.sample;
    const { seconds } = await readMetrics(folder);
    return {
      parameters,
      loss: best.loss,
      steps: taken,
      seconds,
      sample: await sampleIds(model, prompt, options),
    };
  } finally {
    model.dispose();
  }
}
