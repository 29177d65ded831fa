import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

/** Whole numbers, with which float32 arithmetic is exact. */
function counted(shape: number[]): tf.Tensor {
  return tf.reshape(tf.range(1, 1 + tf.util.sizeFromShape(shape)), shape);
}

/** Shapes of batches that stand for each other, and the shape of both. */
const BATCHES = [
  { a: [2, 1], b: [2, 3], both: [2, 3] },
  { a: [2, 3], b: [2, 1], both: [2, 3] },
  { a: [2, 1], b: [1, 3], both: [2, 3] },
  { a: [2, 1], b: [3], both: [2, 3] },
  { a: [3], b: [2, 3], both: [2, 3] },
  { a: [2], b: [], both: [2] },
  { a: [1], b: [2], both: [2] },
];

testOnBackends(
  "tf.matMul() multiplies batches that stand for each other, and has a gradient",
  () => {
    for (const { a, b, both } of BATCHES) {
      const left = counted([...a, 2, 3]);
      const right = counted([...b, 3, 1]);
      const whole = (x: tf.Tensor, sizes: number[]) =>
        tf.broadcastTo(x, [...both, ...sizes]);
      const matrices = [left, right] as [tf.Tensor, tf.Tensor];
      const before = tf.memory().numTensors;
      const y = tf.matMul(left, right);
      assertEquals(tf.memory().numTensors, before + 1);
      const expected = tf.matMul(whole(left, [2, 3]), whole(right, [3, 1]));
      assertEquals(y.shape, [...both, 2, 1]);
      assertEquals([...y.dataSync()], [...expected.dataSync()]);
      const slopes = tf.grads((a, b) =>
        tf.sum(tf.mul(tf.matMul(a, b), counted(y.shape)))
      )(matrices);
      // a sum over rows and columns, which broadcasts by other kernels
      const written = tf.grads((a, b) =>
        tf.sum(
          tf.mul(
            tf.sum(
              tf.mul(a, tf.reshape(b, [...b.shape.slice(0, -2), 1, 3])),
              -1,
              true,
            ),
            counted(y.shape),
          ),
        )
      )(matrices);
      for (const [i, slope] of slopes.entries()) {
        assertEquals(slope.shape, matrices[i].shape);
        assertEquals([...slope.dataSync()], [...written[i].dataSync()]);
      }
    }
  },
);
