import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import {
  DROPOUT,
  type DropoutAttributes,
} from "../engine/tensorflow_dropout.ts";
import { tf } from "../engine/tf.ts";
import { floats } from "./floats.ts";
import { withGradient } from "./with_gradient.ts";

/** Draws of 16 bits; an entry is dropped by some of them. */
const DRAWS = 2 ** 16;

/**
 * Entries set to 0 at random, the others divided by the share that is kept.
 *
 * @param x Any shape.
 * @param rate Share of the entries to drop; in `[0, 1)`.
 * @param state State of a xoroshiro128+ of pure-rand; two entries take a draw.
 * @returns The same shape, and the state after it.
 */
export function dropEntries(
  x: tf.Tensor,
  rate: number,
  state: readonly number[],
): { y: tf.Tensor; state: readonly number[] } {
  const share = { dropped: Math.floor(rate * DRAWS), scale: 1 / (1 - rate) };
  if (tf.getKernel(DROPOUT, tf.getBackend())) {
    const before = tf.tensor1d([...state], "int32");
    const { y, after } = dropByKernel(floats(x), share, before);
    const result = { y, state: [...after.dataSync()] };
    tf.dispose([before, after]);
    return result;
  }
  const random = xoroshiro128plusFromState(state);
  const mask = tf.tensor(
    maskOf(tf.util.sizeFromShape(x.shape), share, random),
    x.shape,
  );
  const y = tf.mul(x, mask);
  return { y, state: random.getState() };
}

/** The gradient drops the same entries. */
function dropByKernel(
  x: tf.Tensor,
  share: DropoutAttributes,
  state: tf.Tensor,
): { y: tf.Tensor; after: tf.Tensor } {
  let after: tf.Tensor | undefined;
  const y = withGradient([x], (x) => {
    const outputs = tf.engine().runKernel<tf.Tensor[]>(
      DROPOUT,
      { x, state },
      share,
    );
    after = tf.keep(outputs[1]);
    return {
      value: outputs[0],
      kept: [state],
      gradient: (slopes, [state]) => {
        const { y, after } = dropByKernel(slopes, share, state);
        after.dispose();
        return [y];
      },
    };
  });
  return { y, after: after! };
}

/** 0 where an entry is dropped, otherwise the scale. */
function maskOf(
  size: number,
  { dropped, scale }: DropoutAttributes,
  random: ReturnType<typeof xoroshiro128plusFromState>,
): Float32Array {
  const last = dropped - 1; // drops draws of 16 bits up to it
  const mask = new Float32Array(size);
  // two entries from one draw; a branch would cost more than the draw
  for (let i = 0; i < size; i += 2) {
    const bits = random.next();
    mask[i] = scale * ((last - (bits & 0xffff)) >>> 31);
    mask[i + 1] = scale * ((last - (bits >>> 16)) >>> 31); // ignored past the end
  }
  return mask;
}
