import { tf } from "../engine/tf.ts";
import { useBackend } from "../engine/use_backend.ts";
import { dot } from "../matrix/dot.ts";
import { type Matrix, toMatrix } from "../matrix/matrix.ts";
import { normal, randomSource } from "../matrix/random_source.ts";
import type { Pictures } from "./pictures.ts";

/**
 * A matrix of independent standard normal entries.
 *
 * @param size Rows and columns.
 * @param seed Seed of the entries.
 * @returns The matrix `[size, size]`.
 */
export function randomTarget(size: number, seed: number): Matrix {
  const random = randomSource(seed);
  const data = Float64Array.from({ length: size * size }, () => normal(random));
  return { shape: [size, size], data };
}

/**
 * A random orthogonal matrix: the rows of a random one, made orthonormal.
 *
 * @param size Rows and columns.
 * @param seed Seed of the entries.
 * @returns The matrix `[size, size]`.
 */
export function orthogonalTarget(size: number, seed: number): Matrix {
  const { shape, data } = randomTarget(size, seed);
  const row = (i: number) => data.subarray(i * size, (i + 1) * size);
  for (let i = 0; i < size; i++) {
    for (let before = 0; before < i; before++) {
      const share = dot(row(i), row(before));
      row(before).forEach((value, c) => row(i)[c] -= share * value);
    }
    const length = Math.sqrt(dot(row(i), row(i)));
    row(i).forEach((value, c) => row(i)[c] = value / length);
  }
  return { shape, data };
}

/**
 * The discrete Fourier transform of `size / 2` complex numbers, as a real matrix
 * `[[Re, −Im], [Im, Re]]`.
 *
 * @param size Rows and columns; an even integer.
 * @returns The orthogonal matrix `[size, size]`.
 */
export function fourierTarget(size: number): Matrix {
  const half = size / 2;
  const scale = Math.sqrt(half);
  return toMatrix(
    Array.from(
      { length: size },
      (_, i) =>
        Array.from({ length: size }, (_, c) => {
          const angle = -2 * Math.PI * (i % half) * (c % half) / half;
          if (i < half === c < half) return Math.cos(angle) / scale;
          return (i < half ? -1 : 1) * Math.sin(angle) / scale;
        }),
    ),
  );
}

/**
 * The first kernel of a small network trained on the 8 × 8 digits: 64 pixels to 16
 * hidden units.
 *
 * @param pictures Of 64 pixels each, with the digit.
 * @returns The trained kernel `[64, 16]` and the share of images that it tells right.
 */
export async function trainedTarget(
  { pixels, labels }: Pictures,
): Promise<{ kernel: Matrix; accuracy: number }> {
  await useBackend();
  const images = tf.tensor2d(pixels.map((values) => [...values]));
  const digits = tf.oneHot([...labels], 10);
  const kernelInitializer = (seed: number) =>
    tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 16,
        inputShape: [64],
        activation: "tanh",
        kernelInitializer: kernelInitializer(1),
      }),
      tf.layers.dense({
        units: 10,
        activation: "softmax",
        kernelInitializer: kernelInitializer(2),
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  const { history } = await model.fit(images, digits, {
    epochs: 20,
    batchSize: 64,
    shuffle: false, // the same weights each time
    verbose: 0,
  });
  const kernel = toMatrix(model.layers[0].getWeights()[0]);
  const accuracy = history["acc"].at(-1) as number;
  model.dispose();
  tf.dispose([images, digits]);
  return { kernel, accuracy };
}
