import { join } from "node:path";
import { tf } from "../engine/tf.ts";
import { checkFields } from "../error/check_fields.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { accumulatedGradients } from "./accumulated_gradients.ts";
import { breather } from "./breather.ts";
import { type Json, writeCheckpoint } from "./checkpoint.ts";
import { claimFolder } from "./claim_folder.ts";
import { clipByGlobalNorm } from "./clip_by_global_norm.ts";
import { FlatLayout } from "./flat_layout.ts";
import type { LearningRate } from "./learning_rates.ts";
import { MetricsFile } from "./metrics_file.ts";
import { ResumableAdam } from "./resumable_adam.ts";
import {
  type RandomState,
  restoredState,
  type TrainingState,
} from "./training_state.ts";
import { WeightAverage } from "./weight_average.ts";

/** What is trained, and on what. */
export interface TrainingTask<Batch> {
  /** What the run is made of: sizes, data, seeds; a checkpoint of another is refused. */
  readonly config: { readonly [key: string]: Json };
  /** Weights by names that stay the same from run to run. */
  readonly weights: Readonly<Record<string, tf.Variable>>;
  /** Random sequences that go on from step to step. */
  readonly random?: readonly RandomState[];
  /** Batches of an epoch, the first of which is 1; the same ones each time. */
  batches(epoch: number): readonly Batch[];
  /** How much a batch has of what the loss is a mean of, such as words. */
  size(batch: Batch): number;
  /** The sum of the losses of a batch, divided by the divisor. */
  loss(batch: Batch, divisor: number): tf.Scalar;
  /**
   * The loss that decides which weights are best; takes the last ones if not given. Once
   * the signal is given it may throw.
   */
  validate?(signal?: AbortSignal): Promise<number>;
}

/** How to train. */
export interface TrainStepsOptions {
  /** Passes over the batches. */
  readonly epochs: number;
  /** Rate of each step. */
  readonly learningRate: LearningRate;
  /** Share of the mean square gradient that Adam keeps; 0.98 by default. */
  readonly beta2?: number;
  /** Share of a matrix that a step of rate 1 takes away, in `[0, 1]`; 0 by default. */
  readonly weightDecay?: number;
  /** Longest gradient; 1 by default. */
  readonly maxNorm?: number;
  /** Batches in a step; 1 by default. */
  readonly accumulate?: number;
  /** Where checkpoints and metrics go; none are written without it. */
  readonly folder?: string;
  /** Steps from one checkpoint to the next; 500 by default. */
  readonly saveEvery?: number;
  /** Epochs without a better validation to stop after; never by default. */
  readonly patience?: number;
  /**
   * The last epochs, whose weights of all steps are averaged: the mean so far is what is
   * validated then, and what is left at the end; none by default.
   */
  readonly average?: number;
  /** Stops after the step that is under way, and saves. */
  readonly signal?: AbortSignal;
  /** Called after each step. */
  readonly onStep?: (metrics: StepMetrics) => void;
}

const OPTIONS = Object.keys(
  {
    epochs: true,
    learningRate: true,
    beta2: true,
    weightDecay: true,
    maxNorm: true,
    accumulate: true,
    folder: true,
    saveEvery: true,
    patience: true,
    average: true,
    signal: true,
    onStep: true,
  } satisfies Record<keyof TrainStepsOptions, true>, // one that is missing does not compile
);

/** What a step gave. */
export interface StepMetrics {
  /** From 1. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
  /** Mean loss before the step. */
  readonly loss: number;
  /** How far the step went. */
  readonly learningRate: number;
  /** Length of the gradient before it was clipped. */
  readonly norm: number;
  /** What the loss is a mean of. */
  readonly size: number;
  /** Seconds since the run was started or went on. */
  readonly seconds: number;
}

/** How a run ended. */
export interface TrainingResult {
  /** Whether all epochs are over, or no better validation is to be expected. */
  readonly finished: boolean;
  /** Steps that were taken, earlier runs included. */
  readonly steps: number;
  /** The best validation and its epoch, if there is any. */
  readonly best: { readonly loss: number; readonly epoch: number } | null;
}

/** The files of a run. */
export const FILES = {
  /** Everything that the run needs to go on. */
  checkpoint: "checkpoint.safetensors",
  /** The weights with the least loss on the validation data. */
  best: "best.safetensors",
  /** A line of JSON for each step and validation. */
  metrics: "metrics.jsonl",
} as const;

/**
 * Trains weights by Adam in steps of one or more batches, and goes on where it stopped.
 *
 * If the folder holds a checkpoint, the run goes on from it; on the same backend, bit
 * for bit as if it had never stopped.
 *
 * @param task Weights, batches and loss.
 * @param options Epochs, learning rate, and what else there is to choose.
 * @returns How it ended; the weights hold the last step's values, or their mean.
 * @throws {TypeError} If the task is none, `learningRate` is no function, or there is no option
 * of a name that was given.
 * @throws {RangeError} If an option is out of range, a rate is not finite, or the checkpoint is of another
 * configuration, whose differing fields it names.
 * @throws {SyntaxError} If the checkpoint is damaged or cut off.
 * @throws {Error} If the folder can't be written to or another training has it, before
 * any step; or if a loss or gradient is not finite: names the step and the largest
 * gradient, or the epoch.
 */
export async function trainSteps<Batch>(
  task: TrainingTask<Batch>,
  options: TrainStepsOptions,
): Promise<TrainingResult> {
  const need = "a task such as translationTask() makes";
  const fields = ["weights", "batches", "size", "loss"];
  checkFields("train", "task", task, fields, need);
  checkOptionNames("train", options, OPTIONS);
  const { epochs, beta2 = 0.98, maxNorm = 1, accumulate = 1 } = options;
  const { folder, saveEvery = 500, patience = Infinity } = options;
  const { weightDecay = 0, average } = options;
  checkPositiveIntegers("train", { epochs, accumulate, saveEvery });
  if (average !== undefined) checkPositiveIntegers("train", { average });
  const lastAlone = epochs - (average ?? 0); // whose weights are not averaged
  if (lastAlone < 1) {
    throw new RangeError(
      `Cannot train as average must be less than epochs, ${epochs}: got ${average}`,
    );
  }
  if (patience !== Infinity) checkPositiveIntegers("train", { patience });
  if (typeof options.learningRate !== "function") {
    throw new TypeError(
      `Cannot train as learningRate must be a function of the step: got ${options.learningRate}`,
    );
  }
  if (!(beta2 >= 0 && beta2 < 1)) {
    throw new RangeError(
      `Cannot train as beta2 must be in [0, 1): got ${beta2}`,
    );
  }
  if (!(maxNorm > 0)) {
    throw new RangeError(`Cannot train as maxNorm must be > 0: got ${maxNorm}`);
  }
  if (!(weightDecay >= 0 && weightDecay <= 1)) {
    throw new RangeError(
      `Cannot train as weightDecay must be in [0, 1]: got ${weightDecay}`,
    );
  }
  const config = {
    ...task.config,
    accumulate,
    beta2,
    maxNorm,
    ...weightDecay > 0 && { weightDecay },
    ...average !== undefined && { average },
  };
  using _claim = folder === undefined ? undefined : await claimFolder(folder);
  const layout = new FlatLayout(task.weights);
  const adam = new ResumableAdam(task.weights, layout, { beta2, weightDecay });
  const mean = average === undefined
    ? undefined
    : new WeightAverage(task.weights, layout);
  const tensors = () => ({ ...task.weights, ...adam.state, ...mean?.state });
  let state: TrainingState = {
    step: 0,
    epoch: 1,
    done: 0,
    best: null,
    random: [],
    lines: 0,
  };
  const metrics = new MetricsFile(folder && join(folder, FILES.metrics));
  const write = async (
    file: string,
    tensors: Readonly<Record<string, tf.Tensor>>,
  ) => {
    if (folder === undefined) return;
    await metrics.flush();
    const random = (task.random ?? []).map((sequence) => sequence.state);
    state = { ...state, random, lines: metrics.lines };
    const path = join(folder, file);
    await writeCheckpoint<TrainingState>(path, { config, state, tensors });
  };
  const save = () => write(FILES.checkpoint, tensors());
  /** Validates the weights or their mean, and keeps them if they are the best. */
  const validate = async () => {
    const { epoch, step } = state;
    using _mean = epoch > lastAlone ? mean?.inPlace() : undefined;
    const loss = await task.validate?.(options.signal);
    if (loss === undefined) return;
    if (!Number.isFinite(loss)) {
      throw new Error(
        `Cannot go on training as the validation loss of epoch ${epoch} must be finite: got ${loss}`,
      );
    }
    metrics.add({ step, epoch, validation: loss });
    if (loss < (state.best?.loss ?? Infinity)) {
      state = { ...state, best: { loss, epoch } };
      await write(FILES.best, task.weights);
    }
  };
  try {
    if (folder !== undefined) {
      const path = join(folder, FILES.checkpoint);
      const { random } = task;
      const saved = await restoredState(path, config, tensors(), random);
      state = saved ?? state;
    }
    await metrics.keep(state.lines);
    const start = performance.now();
    const breathe = breather();
    while (state.epoch <= epochs) {
      const stale = state.epoch - 1 - (state.best?.epoch ?? Infinity);
      if (stale >= patience) break;
      const steps = grouped(task.batches(state.epoch), accumulate);
      for (const batches of steps.slice(state.done)) {
        if (options.signal?.aborted) {
          await save();
          return { finished: false, steps: state.step, best: state.best };
        }
        const step = state.step + 1;
        const rate = options.learningRate(step);
        if (!Number.isFinite(rate)) {
          throw new RangeError(
            `Cannot go on training as the learning rate of step ${step} must be finite: got ${rate}`,
          );
        }
        const size = batches.reduce((sum, batch) => sum + task.size(batch), 0);
        const { loss, gradient: sum } = await accumulatedGradients(
          task.weights,
          layout,
          batches.map((batch) => () => task.loss(batch, size)),
        );
        const { gradient, norm } = await clipByGlobalNorm(sum, maxNorm);
        if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
          const error = notFinite(step, loss, gradient, layout);
          gradient.dispose();
          throw error;
        }
        adam.step(gradient, rate);
        gradient.dispose();
        if (state.epoch > lastAlone) mean?.add();
        state = { ...state, step, done: state.done + 1 };
        const seconds = (performance.now() - start) / 1_000;
        const { epoch } = state;
        const line = { step, epoch, loss, learningRate: rate, norm, size };
        metrics.add({ ...line, seconds });
        options.onStep?.({ ...line, seconds });
        if (step % saveEvery === 0) await save();
        await breathe();
      }
      try {
        await validate();
      } catch (error) {
        if (!options.signal?.aborted) throw error;
        await save(); // at the end of the epoch's steps: goes on with its validation
        return { finished: false, steps: state.step, best: state.best };
      }
      state = { ...state, epoch: state.epoch + 1, done: 0 };
      await save();
    }
    if (state.epoch > lastAlone + 1) mean?.exchange();
    return { finished: true, steps: state.step, best: state.best };
  } catch (error) {
    await metrics.flush().catch(() => {}); // the first error says why
    throw error;
  } finally {
    adam.dispose();
    mean?.dispose();
  }
}

/** Batches in groups, the last of which may have fewer. */
function grouped<Batch>(batches: readonly Batch[], size: number): Batch[][] {
  return Array.from(
    { length: Math.ceil(batches.length / size) },
    (_, i) => batches.slice(i * size, (i + 1) * size),
  );
}

/** Why a run can't go on; NaN counts as larger than any number. */
function notFinite(
  step: number,
  loss: number,
  gradient: tf.Tensor1D,
  layout: FlatLayout,
): Error {
  const norms = tf.tidy(() =>
    Object.entries(layout.split(gradient)).map(([name, part]) =>
      [name, tf.norm(part).dataSync()[0]] as const
    )
  );
  const [largest, norm] = norms.reduce((a, b) =>
    Number.isNaN(a[1]) || a[1] >= b[1] ? a : b
  );
  return new Error(
    `Cannot go on training as the loss and gradient of step ${step} must be finite: got a loss of ${loss}, and the largest gradient, ${norm}, for ${largest}`,
  );
}
