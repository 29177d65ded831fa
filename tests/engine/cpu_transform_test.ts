import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

/** Moves a picture to the left by so many pixels, and fills with -1. */
const left = (pixels: number) => [1, 0, pixels, 0, 1, 0, 0, 0];

testOnBackends(
  "tf.image.transform() transforms each picture of a batch",
  () => {
    const pictures = tf.reshape(tf.range(0, 3 * 2 * 3), [3, 2, 3, 1]);
    const moved = (shifts: number[], shape?: [number, number]) =>
      tf.image.transform(
        pictures as tf.Tensor4D,
        tf.tensor2d(shifts.map(left)),
        "nearest",
        "constant",
        -1,
        shape,
      );
    tf.dispose(moved([1]));
    const before = tf.memory().numTensors;
    const all = moved([1]); // one for all
    assertEquals(tf.memory().numTensors, before + 2); // and what it was moved by
    const [, ...others] = tf.unstack(tf.squeeze(all, [3]));
    assertEquals(others.map((picture) => picture.arraySync()), [
      [[7, 8, -1], [10, 11, -1]],
      [[13, 14, -1], [16, 17, -1]],
    ]);
    const cut = moved([0, 1, 2], [1, 2]); // each its own, into smaller ones
    assertEquals(cut.shape, [3, 1, 2, 1]);
    assertEquals([...cut.dataSync()], [0, 1, 7, 8, 14, -1]);
  },
  // WebGPU takes one matrix for the first picture alone
  { except: ["webgpu"] },
);
