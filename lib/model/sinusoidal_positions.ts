import { tf } from "../engine/tf.ts";

/**
 * Vectors that tell positions: sines in the first half, cosines in the second.
 *
 * With i from 0 to width/2 - 1, entry i of position p is `sin(p / 10000^(2i/width))` and
 * entry `width/2 + i` the cosine of the same.
 *
 * @param positions Number of positions.
 * @param width Entries of a vector; even.
 * @returns `[positions, width]`
 *
 * @see Vaswani and others, "Attention Is All You Need", NeurIPS 2017, section 3.5, which
 * has sines and cosines in turn: the same but for the order of the entries.
 */
export function sinusoidalPositions(
  positions: number,
  width: number,
): tf.Tensor2D {
  const values = new Float32Array(positions * width);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < width / 2; i++) {
      const angle = position / 10_000 ** (2 * i / width);
      values[position * width + i] = Math.sin(angle);
      values[position * width + width / 2 + i] = Math.cos(angle);
    }
  }
  return tf.tensor2d(values, [positions, width]);
}
