/**
 * `deno task digits`: trains a perceptron of three layers on pictures of digits, dense,
 * shapeshifted to a tenth and a fiftieth, with low-rank layers of the same size, and
 * with the factors nearest to those of the trained dense one.
 *
 * @module
 */

import { tf } from "../engine/tf.ts";
import { useBackend } from "../engine/use_backend.ts";
import { tableText } from "../plot/table.ts";
import { shuffled } from "../text/shuffled.ts";
import { stratifiedSplit } from "../text/stratified_split.ts";
import { progress } from "../train/progress.ts";
import { askedOptions } from "./asked_options.ts";
import { kindsOf } from "./digits_models.ts";
import { meanText } from "./mean_and_deviation.ts";
import { readDigits, readPictures } from "./pictures.ts";
import type { Pictures } from "./pictures.ts";
import { say } from "./say.ts";
import { cannotRun, runTask } from "./task_options.ts";

const BATCH = 64;
const RATE = 3e-3;

/** Some of the pictures, as tensors. */
function batchOf({ pixels, labels }: Pictures, items: readonly number[]) {
  const width = pixels[0].length;
  const values = new Float32Array(items.length * width);
  for (const [row, item] of items.entries()) {
    values.set(pixels[item], row * width);
  }
  return {
    x: tf.tensor2d(values, [items.length, width]),
    y: tf.tensor1d(items.map((item) => labels[item]), "int32"),
  };
}

/** Trains a model on some of the pictures. */
function train(
  model: tf.LayersModel,
  pictures: Pictures,
  { items, epochs, seed, onEpoch }: {
    items: readonly number[];
    epochs: number;
    seed: number;
    onEpoch: () => void;
  },
): void {
  const classes = model.outputs[0].shape[1]!;
  const optimizer = tf.train.adam(RATE);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(items, 1009 * seed + epoch);
    for (let begin = 0; begin < order.length; begin += BATCH) {
      tf.tidy(() => {
        const { x, y } = batchOf(pictures, order.slice(begin, begin + BATCH));
        optimizer.minimize(() =>
          tf.losses.softmaxCrossEntropy(
            tf.oneHot(y, classes),
            model.apply(x) as tf.Tensor,
          ).asScalar()
        );
      });
    }
    onEpoch();
  }
  optimizer.dispose();
}

/** Share of pictures that a model tells right. */
function accuracy(
  model: tf.LayersModel,
  pictures: Pictures,
  items: readonly number[],
): number {
  return tf.tidy(() => {
    const { x, y } = batchOf(pictures, items);
    const guesses = tf.argMax(model.apply(x) as tf.Tensor, 1);
    return tf.sum(tf.cast(tf.equal(guesses, y), "int32")).dataSync()[0];
  }) / items.length;
}

/**
 * Runs the comparison.
 *
 * @param args Command line.
 * @returns The exit code.
 */
export async function digits(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, {
    seeds: {
      type: "count",
      default: 5,
      help: "seeds to train each model from",
    },
    epochs: { type: "count", default: 30, help: "passes over the pictures" },
    images: {
      type: "file",
      help: "pictures in an IDX file, instead of the 8 × 8 digits",
    },
    labels: { type: "file", help: "their classes in an IDX file" },
  }, {
    usage: "deno task digits",
    about:
      "Trains a perceptron of three layers on pictures of digits, dense, shapeshifted to a tenth and a fiftieth, with low-rank layers of the same size, and with the factors nearest to those of the trained dense one.",
  });
  if (!options) return 0;
  const { images, labels, seeds, epochs } = options;
  if ((images === undefined) !== (labels === undefined)) {
    throw cannotRun("--images and --labels must be given together");
  }
  const backend = await useBackend();
  const data = images && labels
    ? await readPictures(images, labels)
    : await readDigits();
  const inputs = data.pixels[0].length;
  const classes = 1 + data.labels.reduce((a, b) => Math.max(a, b), 0);
  const splits = Array.from(
    { length: seeds },
    (_, i) => stratifiedSplit(data.labels, { fraction: 0.2, seed: i + 1 }),
  );
  if (splits[0].taken.length === 0) {
    throw new RangeError(
      `Cannot test a fifth of the pictures as there must be enough of each class for one: got ${data.labels.length}`,
    );
  }
  say(
    `${
      data.labels.length.toLocaleString("en-US")
    } pictures of ${inputs} pixels, a fifth for testing; ${
      counted(epochs, "epoch")
    }, ${counted(seeds, "seed")}, backend ${backend}`,
  );
  const kinds = kindsOf(inputs, classes);
  const wholes: tf.LayersModel[] = []; // dense ones, trained, by seed
  const rows: (string | number)[][] = [];
  {
    const trained = kinds.filter(([, { trains }]) => trains);
    using bar = progress(trained.length * seeds * epochs, { label: "epochs" });
    for (const [kind, { make, trains }] of kinds) {
      let parameters = 0;
      const shares = splits.map(({ rest, taken }, i) => {
        const seed = i + 1;
        const model = make(seed, wholes[i]);
        parameters = model.countParams();
        const onEpoch = () => bar.tick(1, `seed ${seed}: ${kind}`);
        if (trains) train(model, data, { items: rest, epochs, seed, onEpoch });
        const share = accuracy(model, data, taken);
        if (i in wholes) model.dispose();
        else wholes[i] = model; // of the first kind
        return 100 * share;
      });
      rows.push([kind, parameters, meanText(shares, 1)]);
    }
  }
  const columns = ["model", "parameters", "accuracy (%)"];
  say(`\n${tableText({ columns, rows })}`);
  tf.dispose(wholes.map((model) => model.weights.map((each) => each.read())));
  return 0;
}

function counted(count: number, unit: string): string {
  return `${count.toLocaleString("en-US")} ${unit}${count === 1 ? "" : "s"}`;
}

if (import.meta.main) await runTask(digits);
