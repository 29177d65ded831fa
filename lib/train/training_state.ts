import { tf } from "../engine/tf.ts";
import { type JsonValue, readCheckpoint } from "./checkpoint.ts";

/** Something whose random sequence can be saved, such as a dropout layer. */
export interface RandomState {
  /** How far the sequence is. */
  state: readonly number[];
}

/** Where a run is, as checkpoints hold it. */
export type TrainingState = {
  /** Steps that were taken. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
  /** Steps of the epoch that were taken. */
  readonly done: number;
  /** The best validation and its epoch, if there is any. */
  readonly best: { readonly loss: number; readonly epoch: number } | null;
  /** Of each random sequence. */
  readonly random: readonly (readonly number[])[];
  /** Lines of metrics so far. */
  readonly lines: number;
};

/**
 * The state of a checkpoint, whose tensors and random sequences are put back.
 *
 * @param path Where the checkpoint is.
 * @param config Of the run that is to go on.
 * @param tensors Weights and moments, which get the saved values.
 * @param random Sequences, which go on from where they were.
 * @returns The state, or nothing if there is no checkpoint.
 * @throws {RangeError} If the checkpoint is of another configuration, whose differing
 * fields it names, or holds other weights.
 * @throws {SyntaxError} If the checkpoint is damaged or cut off.
 */
export async function restoredState(
  path: string,
  config: JsonValue,
  tensors: Readonly<Record<string, tf.Variable>>,
  random: readonly RandomState[] = [],
): Promise<TrainingState | undefined> {
  const saved = await readCheckpoint<TrainingState>(path, config);
  if (!saved) return undefined;
  if (!isState(saved.state)) {
    tf.dispose(saved.tensors);
    throw new SyntaxError(
      `Cannot go on from ${path} as it must say where the run is: got ${
        JSON.stringify(saved.state)
      }`,
    );
  }
  const names = Object.keys(tensors);
  const fits = names.length === Object.keys(saved.tensors).length &&
    names.every((name) => {
      const { shape = [-1], dtype } = saved.tensors[name] ?? {};
      return dtype === tensors[name].dtype &&
        tf.util.arraysEqual(tensors[name].shape, shape);
    });
  if (fits) {
    for (const name of names) tensors[name].assign(saved.tensors[name]);
  }
  tf.dispose(saved.tensors);
  if (!fits || saved.state.random.length !== random.length) {
    throw new RangeError(
      `Cannot go on from ${path} as it must hold the same weights: got others`,
    );
  }
  for (const [i, state] of saved.state.random.entries()) {
    random[i].state = state;
  }
  return saved.state;
}

/** Whether it is what {@linkcode TrainingState} says; a checkpoint may be damaged. */
function isState(value: unknown): value is TrainingState {
  const isCount = (number: unknown) =>
    Number.isSafeInteger(number) && Number(number) >= 0;
  const { step, epoch, done, best, random, lines } = (value ?? {}) as Partial<
    TrainingState
  >;
  return [step, epoch, done, lines].every(isCount) && epoch! >= 1 &&
    (best === null || typeof best?.loss === "number" && isCount(best.epoch)) &&
    Array.isArray(random) &&
    random.every((sequence) =>
      Array.isArray(sequence) && sequence.every(Number.isSafeInteger)
    );
}
