/**
 * `deno task digits`: trains a perceptron of three layers on pictures of digits, dense,
 * shapeshifted to a tenth and a fiftieth, and with low-rank layers of the same size.
 *
 * @module
 */

import { shapeshift } from "../convert/shapeshift.ts";
import { tf } from "../engine/tf.ts";
import { useBackend } from "../engine/use_backend.ts";
import { LowRankDense } from "../layer/low_rank_dense.ts";
import { shuffled } from "../text/shuffled.ts";
import { stratifiedSplit } from "../text/stratified_split.ts";
import { readDigits, readPictures } from "./pictures.ts";
import type { Pictures } from "./pictures.ts";
import { runTask, taskOptions } from "./task_options.ts";

const HIDDEN = 256;
const BATCH = 64;
const RATE = 3e-3;

/** A perceptron whose hidden layers are as `layer` makes them. */
function perceptron(
  inputs: number,
  classes: number,
  layer: (units: number, place: number) => tf.layers.Layer,
): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [inputs] }),
      layer(HIDDEN, 1),
      tf.layers.reLU(),
      layer(HIDDEN, 2),
      tf.layers.reLU(),
      layer(classes, 3),
    ],
  });
}

function dense(inputs: number, classes: number, seed: number): tf.LayersModel {
  return perceptron(inputs, classes, (units, place) =>
    tf.layers.dense({
      units,
      kernelInitializer: tf.initializers.glorotNormal({
        seed: 1009 * seed + place,
      }),
    }));
}

/** Low-rank layers of one rank, the highest with at most so many parameters. */
function lowRank(
  inputs: number,
  classes: number,
  { parameters, seed }: { parameters: number; seed: number },
): tf.LayersModel {
  const widths = inputs + 2 * (HIDDEN + HIDDEN) + classes;
  const biases = 2 * HIDDEN + classes;
  const rank = Math.max(1, Math.floor((parameters - biases) / widths));
  return perceptron(
    inputs,
    classes,
    (units, place) =>
      new LowRankDense({ units, rank, seed: 100 * seed + place }),
  );
}

/** Trains a model and answers its share of right test pictures. */
function accuracyOf(
  model: tf.LayersModel,
  { pixels, labels }: Pictures,
  { train, test, epochs, seed }: {
    train: readonly number[];
    test: readonly number[];
    epochs: number;
    seed: number;
  },
): number {
  const batch = (items: readonly number[]) => {
    const width = pixels[0].length;
    const values = new Float32Array(items.length * width);
    for (const [row, item] of items.entries()) {
      values.set(pixels[item], row * width);
    }
    return {
      x: tf.tensor2d(values, [items.length, width]),
      y: tf.tensor1d(items.map((item) => labels[item]), "int32"),
    };
  };
  const classes = model.outputs[0].shape[1]!;
  const optimizer = tf.train.adam(RATE);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(train, 1009 * seed + epoch);
    for (let begin = 0; begin < order.length; begin += BATCH) {
      tf.tidy(() => {
        const { x, y } = batch(order.slice(begin, begin + BATCH));
        optimizer.minimize(() =>
          tf.losses.softmaxCrossEntropy(
            tf.oneHot(y, classes),
            model.apply(x) as tf.Tensor,
          ).asScalar()
        );
      });
    }
  }
  const right = tf.tidy(() => {
    const { x, y } = batch(test);
    const guesses = tf.argMax(model.apply(x) as tf.Tensor, 1);
    return tf.sum(tf.cast(tf.equal(guesses, y), "int32")).dataSync()[0];
  });
  optimizer.dispose();
  model.dispose();
  return right / test.length;
}

/**
 * Runs the comparison.
 *
 * @param args Command line.
 * @returns The exit code.
 */
export async function digits(args: readonly string[]): Promise<number> {
  const options = taskOptions(args, {
    seeds: {
      type: "count",
      default: 5,
      help: "seeds to train each model from",
    },
    epochs: { type: "count", default: 30, help: "passes over the pictures" },
    images: {
      type: "text",
      help: "pictures in an IDX file, instead of the 8 × 8 digits",
    },
    labels: { type: "text", help: "their classes in an IDX file" },
  });
  if (typeof options === "string") return print(options);
  const { images, labels, seeds, epochs } = options;
  if ((images === undefined) !== (labels === undefined)) {
    throw new SyntaxError(
      "Cannot run the task as --images and --labels must be given together; --help lists the options",
    );
  }
  const backend = await useBackend();
  const data = images && labels
    ? await readPictures(images, labels)
    : await readDigits();
  const inputs = data.pixels[0].length;
  const classes = 1 + data.labels.reduce((a, b) => Math.max(a, b), 0);
  const kinds: Record<string, (seed: number) => tf.LayersModel> = {
    "dense": (seed) => dense(inputs, classes, seed),
  };
  for (const ratio of [10, 50]) {
    const shifted = (seed: number) =>
      shapeshift(dense(inputs, classes, seed), { ratio }, { seed });
    kinds[`shapeshift, ratio ${ratio}`] = shifted;
    kinds[`low rank, no larger than ratio ${ratio}`] = (seed) =>
      lowRank(inputs, classes, {
        parameters: shifted(seed).countParams(),
        seed,
      });
  }
  print(
    `${data.labels.length} pictures of ${inputs} pixels, a fifth for testing; ${epochs} epochs, ${seeds} seeds, backend ${backend}\n`,
  );
  print(
    "| model | parameters | test accuracy, mean ± deviation |\n| --- | --- | --- |",
  );
  for (const [kind, make] of Object.entries(kinds)) {
    const parameters = make(1).countParams();
    const shares = Array.from({ length: seeds }, (_, i) => {
      const seed = i + 1;
      const { rest, taken } = stratifiedSplit(data.labels, {
        fraction: 0.2,
        seed,
      });
      return accuracyOf(make(seed), data, {
        train: rest,
        test: taken,
        epochs,
        seed,
      });
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / seeds;
    const deviation = Math.sqrt(
      shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) /
        Math.max(1, seeds - 1),
    );
    const percent = (share: number) => (100 * share).toFixed(1);
    print(
      `| ${kind} | ${parameters.toLocaleString("en-US")} | ${percent(mean)} ± ${
        percent(deviation)
      } % |`,
    );
  }
  return 0;
}

function print(text: string): number {
  // deno-lint-ignore no-console -- what a task is for
  console.log(text);
  return 0;
}

if (import.meta.main) await runTask(digits);
