import { join } from "node:path";
import { tf } from "../engine/tf.ts";
import { checkFields } from "../error/check_fields.ts";
import { chunks } from "../text/chunks.ts";
import { accumulatedGradients } from "./accumulated_gradients.ts";
import { breather } from "./breather.ts";
import { type JsonValue, writeCheckpoint } from "./checkpoint.ts";
import { claimFolder } from "./claim_folder.ts";
import { clipByGlobalNorm } from "./clip_by_global_norm.ts";
import { FlatLayout } from "./flat_layout.ts";
import { MetricsFile } from "./metrics_file.ts";
import { ResumableAdam } from "./resumable_adam.ts";
import {
  checkedTrainOptions,
  type TrainStepsOptions,
} from "./train_options.ts";
import {
  type RandomState,
  restoredState,
  type TrainingState,
} from "./training_state.ts";
import { WeightAverage } from "./weight_average.ts";

/** What is trained, and on what. */
export interface TrainingTask<Batch> {
  /** What the run is made of: sizes, data, seeds; a checkpoint of another is refused. */
  readonly config: { readonly [key: string]: JsonValue };
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
 * @returns How it ended; the weights hold the last step's values, or their mean, not
 * those of the best validation, which are in `best.safetensors` of the folder.
 * @throws {TypeError} If the task is none, `learningRate` or `onStep` is no function, `signal`
 * is no AbortSignal, or there is no option of a name that was given.
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
  const checked = checkedTrainOptions(options);
  const { epochs, beta2, maxNorm, accumulate, weightDecay } = checked;
  const { folder, saveEvery, patience, average } = checked;
  const lastAlone = epochs - (average ?? 0); // whose weights are not averaged
  const config = {
    ...task.config,
    accumulate,
    beta2,
    maxNorm,
    ...weightDecay > 0 && { weightDecay },
    ...average !== undefined && { average, epochs }, // of which the mean is
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
      const steps = chunks(task.batches(state.epoch), accumulate);
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
        // an infinite loss may have a gradient that clipping would change
        const { gradient, norm } = Number.isFinite(loss)
          ? await clipByGlobalNorm(sum, maxNorm)
          : { gradient: sum, norm: NaN };
        if (!Number.isFinite(norm)) {
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
