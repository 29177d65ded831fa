import { tf } from "../engine/tf.ts";

/** Gradients that are not too long. */
export interface ClippedGradients {
  /** By the same names. */
  readonly gradients: Record<string, tf.Tensor>;
  /** Length of each before. */
  readonly norms: Record<string, number>;
  /** Length of all together before. */
  readonly norm: number;
}

/**
 * Makes gradients shorter, all by the same factor, if they are too long together.
 *
 * @param gradients Gradients by name; they are disposed.
 * @param maxNorm The largest length of all together; > 0, may be infinite.
 * @returns Gradients, for the caller to dispose, and their lengths.
 * @throws {RangeError} If `maxNorm` is not > 0.
 *
 * @see Pascanu, Mikolov and Bengio, "On the Difficulty of Training Recurrent Neural
 * Networks", ICML 2013.
 *
 * @example
 * ```ts
 * import { tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const { norm, gradients } = await clipByGlobalNorm(
 *   { a: tf.tensor1d([3]), b: tf.tensor1d([4]) },
 *   2.5,
 * );
 * assertEquals(norm, 5);
 * assertEquals(gradients.a.dataSync()[0], 1.5);
 * ```
 */
export async function clipByGlobalNorm(
  gradients: Readonly<Record<string, tf.Tensor>>,
  maxNorm: number,
): Promise<ClippedGradients> {
  if (!(maxNorm > 0)) {
    throw new RangeError(
      `Cannot clip gradients as maxNorm must be > 0: got ${maxNorm}`,
    );
  }
  const names = Object.keys(gradients);
  const squares = tf.tidy(() =>
    tf.stack(names.map((name) => tf.sum(tf.square(gradients[name]))))
  );
  const values = Float64Array.from(await squares.data());
  squares.dispose();
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value, 0));
  const norms = Object.fromEntries(
    names.map((name, i) => [name, Math.sqrt(values[i])] as const),
  );
  if (!(norm > maxNorm && norm < Infinity)) {
    return { gradients: { ...gradients }, norms, norm };
  }
  const clipped = Object.fromEntries(
    names.map((name) => {
      const gradient = gradients[name];
      const shorter = tf.mul(gradient, maxNorm / norm);
      gradient.dispose();
      return [name, shorter] as const;
    }),
  );
  return { gradients: clipped, norms, norm };
}
