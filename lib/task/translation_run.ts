import { join } from "node:path";
import { prepareFolder } from "../convert/prepare_folder.ts";
import { Transformer } from "../model/transformer.ts";
import type { TransformerConfig } from "../model/transformer_config.ts";
import { chunks } from "../text/chunks.ts";
import { fingerprint } from "../train/fingerprint.ts";
import { assignWeights } from "../train/model_weights.ts";
import { readMetrics } from "../train/read_metrics.ts";
import type { StepMetrics } from "../train/train_options.ts";
import { FILES, type TrainingTask, trainSteps } from "../train/train_steps.ts";
import { translationTask } from "../train/translation_task.ts";
import { Translator } from "../train/translator.ts";
import type { TranslationData } from "./translation_data.ts";
import {
  learningRateOf,
  type TranslationSettings,
} from "./translation_settings.ts";

/** A model to be trained. */
export interface TranslationRun {
  /** Pairs and tokenizers. */
  readonly data: TranslationData;
  /** What the model is made of. */
  readonly model: TransformerConfig;
  /** How it is trained. */
  readonly settings: TranslationSettings;
  /** Where checkpoints, metrics and at last the translator go. */
  readonly folder: string;
  /** Whose weights the translator gets: the best on the validation pairs, or the last. */
  readonly keep: "best" | "last";
  /** Stops after the step that is under way, and saves. */
  readonly signal?: AbortSignal;
  /** Called with the number of parameters, before the first step. */
  readonly onModel?: (parameters: number) => void;
  /** Called after each step. */
  readonly onStep?: (progress: TranslationProgress) => void;
}

/** How far a run is. */
export interface TranslationProgress extends StepMetrics {
  /** Words of all epochs, ends among them. */
  readonly totalWords: number;
  /** Words of the steps so far. */
  readonly words: number;
  /** The last loss on the validation pairs, once there is one. */
  readonly validation?: number;
}

/** What a run gave. */
export interface TranslationResult {
  /** Whether it is over; if not, the same run goes on. */
  readonly finished: boolean;
  /** Trainable parameters. */
  readonly parameters: number;
  /** Steps that were taken. */
  readonly steps: number;
  /** Epochs that came to their end. */
  readonly epochs: number;
  /** The least validation loss, in nats a word, and its epoch; none before the first. */
  readonly best: { readonly loss: number; readonly epoch: number } | null;
  /** Seconds of training, over all times that the run went on. */
  readonly seconds: number;
  /** Words of the target a second, ends among them. */
  readonly wordsPerSecond: number;
}

/**
 * Trains a Transformer to translate, and goes on where an earlier call stopped.
 *
 * The folder gets checkpoints, `metrics.jsonl` and, from the first epoch on, the
 * {@linkcode Translator} that is to be kept. Where the run is over already, it only tells
 * what it gave.
 *
 * @param run Data, model, settings and folder.
 * @returns How it went.
 * @throws {RangeError} If an option is out of range, or the folder holds another run,
 * whose differing fields are named.
 * @throws {SyntaxError} If the checkpoint is damaged or cut off.
 * @throws {Error} If the folder can't be written to, before any work; or if a loss is
 * not finite.
 */
export async function trainTranslation(
  run: TranslationRun,
): Promise<TranslationResult> {
  const { data, settings, folder, signal, onStep } = run;
  await prepareFolder(folder);
  const model = new Transformer(run.model);
  try {
    const task = taskOf(run, model);
    run.onModel?.(model.countParams());
    const { epochs, average } = settings;
    const perEpoch = stepSizes(task, settings);
    const sizes = perEpoch.flat();
    const falling = perEpoch.slice(0, epochs - (average ?? 0)).flat();
    const totalWords = sum(sizes);
    let words: number | undefined;
    let validation: number | undefined;
    const { finished, steps, best } = await trainSteps({
      ...task,
      validate: async (signal) => validation = await task.validate!(signal),
    }, {
      epochs,
      learningRate: learningRateOf(settings, falling.length),
      weightDecay: settings.weightDecay,
      maxNorm: settings.clip,
      accumulate: settings.accumulate,
      patience: settings.patience ?? Infinity,
      ...average !== undefined && { average },
      folder,
      ...signal && { signal },
      onStep: (metrics) => {
        words ??= sum(sizes.slice(0, metrics.step - 1));
        words += metrics.size;
        onStep?.({
          ...metrics,
          words,
          totalWords,
          ...validation !== undefined && { validation },
        });
      },
    });
    if (best) {
      if (run.keep === "best") {
        const path = join(folder, FILES.best);
        assignWeights(model.weights, await Deno.readFile(path), { name: path });
      }
      await new Translator({ model, ...data }).write(folder);
    }
    const { seconds, size, validations } = await readMetrics(folder);
    return {
      finished,
      parameters: model.countParams(),
      steps,
      epochs: validations.length,
      best,
      seconds,
      wordsPerSecond: seconds > 0 ? size / seconds : 0,
    };
  } finally {
    model.dispose();
  }
}

/** What is trained, with all that tells the run from others. */
function taskOf(
  { data, settings }: TranslationRun,
  model: Transformer,
): TrainingTask<number[]> {
  const { rate, warmUp, schedule, epochs } = settings;
  const { name, kind, lowerCase, train, validation } = data;
  const vocabularies = fingerprint([data.source, data.target]);
  return translationTask(model, {
    train,
    validation,
    ...settings.batch,
    smoothing: settings.smoothing,
    seed: settings.seed,
    config: {
      data: {
        name,
        kind,
        lowerCase,
        vocabularies: vocabularies.slice(0, 12),
      },
      rate,
      warmUp,
      schedule,
      // the rate of each step depends on the last one's number
      ...schedule === "linear" && { epochs },
    },
  });
}

/** Words of each step, epoch by epoch. */
function stepSizes(
  task: TrainingTask<number[]>,
  { epochs, accumulate }: TranslationSettings,
): number[][] {
  return Array.from({ length: epochs }, (_, i) => {
    const sizes = task.batches(i + 1).map((batch) => task.size(batch));
    return chunks(sizes, accumulate).map(sum);
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
