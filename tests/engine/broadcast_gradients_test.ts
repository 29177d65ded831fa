import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";

/** Whose slopes halfway between whole numbers are whole, so that the tolerance is 0. */
const OPERATIONS = { maximum: tf.maximum, minimum: tf.minimum };

for (const [name, f] of Object.entries(OPERATIONS)) {
  testOnBackends(
    `tf.${name}() has a gradient where one entry stands for several`,
    () => {
      const row = tf.tensor2d([[1, 5, 9]]);
      for (const other of [tf.scalar(4), tf.tensor2d([[2], [7]])]) {
        const loss = (a: tf.Tensor, b: tf.Tensor) =>
          tf.sum(tf.mul(f(a, b), [1, 10, 100]));
        for (const inputs of [[row, other], [other, row]]) {
          const [a, b] = inputs;
          for (const [i, gradient] of tf.grads(loss)([a, b]).entries()) {
            assertEquals(gradient.shape, inputs[i].shape);
            assertEquals(
              [...gradient.dataSync()],
              finiteDifferences(loss, inputs, i, 0.5),
            );
          }
        }
      }
    },
  );
}

testOnBackends(
  "tf.squaredDifference() has a gradient by means that stand for rows",
  () => {
    const variance = (x: tf.Tensor) =>
      tf.sum(tf.squaredDifference(x, tf.mean(x, -1, true)));
    const x = tf.tensor2d([[1, 3], [2, 8]]);
    assertEquals(tf.grad(variance)(x).arraySync(), [[-2, 2], [-6, 6]]);
  },
);
