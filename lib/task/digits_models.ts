import { shapeshift } from "../convert/shapeshift.ts";
import { tf } from "../engine/tf.ts";
import { LowRankDense } from "../layer/low_rank_dense.ts";

/** A kind of model in the comparison. */
export interface Kind {
  /** A model from a seed; `whole` is the dense one of that seed, trained. */
  make(seed: number, whole: tf.LayersModel): tf.LayersModel;
  /** Whether it is trained from there. */
  readonly trains: boolean;
}

/**
 * The models that are compared, the dense one first.
 *
 * @param inputs Pixels of a picture.
 * @param classes Kinds of digits.
 * @returns Names and kinds.
 */
export function kindsOf(inputs: number, classes: number): [string, Kind][] {
  const kinds: [string, Kind][] = [["dense", {
    make: (seed) => dense(inputs, classes, seed),
    trains: true,
  }]];
  for (const ratio of [10, 50]) {
    const shifted = (seed: number) =>
      shapeshift(dense(inputs, classes, seed), { ratio }, { seed });
    kinds.push([`shapeshift, ratio ${ratio}`, { make: shifted, trains: true }]);
    const parameters = shifted(1).countParams();
    const thin = (seed: number) =>
      lowRank(inputs, classes, { parameters, seed });
    if (thin(1).countParams() <= parameters) { // rank 1 may be too large
      const name = `low rank, no larger than ratio ${ratio}`;
      kinds.push([name, { make: thin, trains: true }]);
    }
  }
  const nearest = (_: number, whole: tf.LayersModel) =>
    shapeshift(whole, { ratio: 10 }, { nearest: true });
  const name = "nearest to the trained dense, ratio 10";
  kinds.push([name, { make: nearest, trains: false }]);
  kinds.push([`${name}, trained on`, { make: nearest, trains: true }]);
  return kinds;
}

const HIDDEN = 256;

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
