import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";

/** Whole numbers, with which float32 arithmetic is exact. */
function counted(shape: number[]): tf.Tensor {
  return tf.reshape(tf.range(0, tf.util.sizeFromShape(shape)), shape);
}

testOnBackends("tf.cumsum() has a gradient along any axis", () => {
  for (const shape of [[3], [2, 2], [2, 3], [2, 2, 2]]) {
    for (const [axis] of shape.entries()) {
      for (const exclusive of [false, true]) {
        for (const reverse of [false, true]) {
          const f = (x: tf.Tensor) =>
            tf.sum(
              tf.mul(tf.cumsum(x, axis, exclusive, reverse), counted(shape)),
            );
          const x = counted(shape);
          const gradient = tf.grad(f)(x);
          assertEquals(gradient.shape, shape);
          assertEquals(
            [...gradient.dataSync()],
            finiteDifferences(f, [x], 0, 8),
          );
        }
      }
    }
  }
});

testOnBackends(
  "tf.cumsum() and tf.cumprod() count axes from the last one",
  () => {
    const x = tf.tensor([1, 2, 3, 4, 5, 6], [2, 3]);
    assertEquals(tf.cumsum(x, -1).arraySync(), [[1, 3, 6], [4, 9, 15]]);
    assertEquals(tf.cumsum(x, -2).arraySync(), [[1, 2, 3], [5, 7, 9]]);
    assertEquals(tf.cumprod(x, -1).arraySync(), [[1, 2, 6], [4, 20, 120]]);
    const gradient = tf.grad((x) => tf.sum(tf.cumsum(x, -1)))(x);
    assertEquals(gradient.arraySync(), [[3, 2, 1], [3, 2, 1]]);
  },
);
