import { tf } from "../engine/tf.ts";

/** A gradient that is not too long. */
export interface ClippedGradient {
  /** `[size]`, for the caller to dispose. */
  readonly gradient: tf.Tensor1D;
  /** Its length before. */
  readonly norm: number;
}

/**
 * Makes a gradient shorter if it is too long.
 *
 * @param gradient Of all weights, `[size]`; it is disposed if another one is returned.
 * @param maxNorm The largest length; > 0, may be infinite.
 * @returns The gradient, as it was if it is not finite, and its length.
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
 * const { norm, gradient } = await clipByGlobalNorm(tf.tensor1d([3, 4]), 2.5);
 * assertEquals(norm, 5);
 * assertEquals([...gradient.dataSync()], [1.5, 2]);
 * ```
 */
export async function clipByGlobalNorm(
  gradient: tf.Tensor1D,
  maxNorm: number,
): Promise<ClippedGradient> {
  if (!(maxNorm > 0)) {
    throw new RangeError(
      `Cannot clip a gradient as maxNorm must be > 0: got ${maxNorm}`,
    );
  }
  const square = tf.tidy(() => sumOf(tf.square(gradient)));
  const norm = Math.sqrt((await square.data())[0]);
  square.dispose();
  if (!(norm > maxNorm && norm < Infinity)) return { gradient, norm };
  const shorter = tf.mul(gradient, maxNorm / norm) as tf.Tensor1D;
  gradient.dispose();
  return { gradient: shorter, norm };
}

/** The sum of all entries. */
function sumOf(x: tf.Tensor1D): tf.Tensor {
  if (tf.getBackend() !== "wasm" || x.size < 2 ** 16) return tf.sum(x);
  // as wasm adds one to another: of millions of small numbers it would lose percents
  const width = Math.ceil(Math.sqrt(x.size));
  const whole = tf.pad(x, [[0, width ** 2 - x.size]]);
  return tf.sum(tf.sum(tf.reshape(whole, [width, width]), 1));
}
