import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { columnSums } from "../../lib/op/column_sums.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("columnSums() adds up rows, of which there may be none", () => {
  const sums = columnSums(tf.tensor2d([[1, 2, 3], [10, 20, 30]]));
  assertEquals([sums.shape, [...sums.dataSync()]], [[3], [11, 22, 33]]);
  const none = columnSums(tf.zeros([0, 2]) as tf.Tensor2D);
  assertEquals([...none.dataSync()], [0, 0]);
});

testOnBackends("columnSums() loses nothing over many rows", () => {
  const rows = 100_001; // a whole number of no block
  assertAllClose(
    columnSums(tf.fill([rows, 2], 0.1)),
    [0.1 * rows, 0.1 * rows],
    {
      relative: 5e-5, // one long sum is 5e-4 off
    },
  );
});

testOnBackends(
  "columnSums() has a gradient, for second derivatives of a bias",
  () => {
    const x = tf.ones([2, 3, 2]);
    const weights = tf.tensor1d([2, -1]);
    const loss = (x: tf.Tensor) => tf.sum(tf.mul(columnSums(x), weights));
    const gradient = tf.grad(loss)(x);
    assertAllClose(gradient, tf.broadcastTo(weights, x.shape));
  },
);
