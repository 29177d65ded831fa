import { join } from "node:path";
import module from "../../deno.json" with { type: "json" };
import { fileSystem } from "../convert/file_system.ts";
import { ifThere } from "../convert/if_there.ts";
import { parseJson } from "../convert/parse_json.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import { tf } from "../engine/tf.ts";
import { textClassifier } from "../model/text_classifier.ts";
import { fingerprint } from "../train/fingerprint.ts";
import {
  type ClassifierEpoch,
  trainClassifier,
} from "../train/train_classifier.ts";
import type { ComparedModel } from "./compared_models.ts";
import type { PreparedData } from "./labelled_texts.ts";

/** One model trained from one seed. */
export interface ClassifierRun {
  /** What is trained. */
  readonly model: ComparedModel;
  /** Seed of weights, dropout and order of the texts. */
  readonly seed: number;
  /** Passes over the training texts. */
  readonly epochs: number;
}

/** What one training gave. */
export interface ClassifierResult {
  /** Name of the model. */
  readonly name: string;
  /** Parameters of the embedding. */
  readonly embeddingParameters: number;
  /** Parameters of the whole model. */
  readonly parameters: number;
  /** Share of the test texts that are classified right at the end. */
  readonly accuracy: number;
  /** Median milliseconds to look up {@linkcode LOOKUP} words. */
  readonly lookup: number;
  /** Loss, test accuracy and seconds of each epoch. */
  readonly epochs: readonly ClassifierEpoch[];
}

/** Number of words whose lookup is timed: 64 texts of 32. */
export const LOOKUP = 2_048;

/** Texts in a training step. */
export const BATCH = 64;

const RESULT = "result.json";

/**
 * Folder in which a run keeps what it gives: its name tells apart whatever the result
 * depends on, down to the version of Kronlab and the backend in use.
 *
 * @param root Folder of all runs.
 * @param run Model, seed and epochs.
 * @param data The texts.
 * @returns A path below `root`.
 */
export function runFolder(
  root: string,
  run: ClassifierRun,
  data: PreparedData,
): string {
  const { train, test } = data.byOrder[run.model.wordOrder];
  const made = [module.version, tf.getBackend(), run];
  const whole = fingerprint([made, data.classes, train, test]);
  const name = run.model.name.replaceAll(/\W+/g, "-");
  return join(root, `${name}-seed-${run.seed}-${whole.slice(0, 12)}`);
}

/**
 * The result of a run that was finished before, if it was.
 *
 * @param folder The run's folder.
 * @returns The result, or nothing.
 * @throws {SyntaxError} If its file is damaged.
 */
export async function finishedRun(
  folder: string,
): Promise<ClassifierResult | undefined> {
  const path = join(folder, RESULT);
  const text = await ifThere(Deno.readTextFile(path));
  return text === undefined
    ? undefined
    : parseJson(text, path) as ClassifierResult;
}

/**
 * Trains and tests a model, and keeps it.
 *
 * The folder gets the model, its vocabulary and at last the result, each whole or not
 * at all, so that a run that was stopped does not count as finished.
 *
 * @param run Model, seed and epochs.
 * @param data The texts.
 * @param options Where to keep the model, and how to stop and to follow the training.
 * @returns The result.
 */
export async function trainRun(
  { model: { name, embedding, wordOrder, ...settings }, seed, epochs }:
    ClassifierRun,
  data: PreparedData,
  { folder, ...follow }: {
    folder: string;
    signal?: AbortSignal;
    onStep?: (epoch: number) => void;
  },
): Promise<ClassifierResult> {
  const { train, test, vocabulary } = data.byOrder[wordOrder];
  const model = textClassifier({
    vocabularySize: data.vocabularySize,
    classes: data.classes.length,
    embedding,
    dropout: settings.dropout,
    layerNormalization: settings.layerNormalization,
    seed,
  });
  try {
    const history = await trainClassifier(model, train, {
      epochs,
      learningRate: settings.learningRate,
      batchSize: BATCH,
      seed,
      validation: test, // for the curves alone: nothing is chosen by it
      ...follow,
    });
    const result = {
      name,
      embeddingParameters: model.getLayer("words").countParams(),
      parameters: model.countParams(),
      accuracy: history.at(-1)!.accuracy!,
      lookup: await lookupTime(model.getLayer("words"), data.vocabularySize),
      epochs: history,
    };
    await model.save(fileSystem(folder));
    await writeJson(join(folder, "vocabulary.json"), {
      words: vocabulary.words,
      classes: data.classes,
    });
    await writeJson(join(folder, RESULT), result);
    return result;
  } finally {
    model.dispose();
  }
}

/** Median milliseconds that a layer takes for {@linkcode LOOKUP} words. */
async function lookupTime(
  layer: tf.layers.Layer,
  vocabularySize: number,
): Promise<number> {
  const ids = tf.randomUniform(
    [64, LOOKUP / 64],
    0,
    vocabularySize,
    "int32",
    1,
  );
  const times: number[] = [];
  for (let i = 0; i < 25; i++) {
    const start = performance.now();
    const first = tf.tidy(() => {
      const vectors = layer.apply(ids) as tf.Tensor;
      return tf.slice(vectors, [0, 0, 0], [1, 1, 1]);
    });
    await first.data(); // waits for backends that compute in the background
    times.push(performance.now() - start);
    first.dispose();
  }
  ids.dispose();
  return times.sort((a, b) => a - b)[12];
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeAtomically(path, `${JSON.stringify(value)}\n`);
}
