import { assert, assertEquals } from "@std/assert";
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
  for (const rows of [100_000, 100_001, 100_003]) { // the last is a prime
    assertAllClose(
      columnSums(tf.fill([rows, 2], 0.1)),
      [0.1 * rows, 0.1 * rows],
      {
        relative: 5e-5, // one long sum is 5e-4 off
      },
    );
  }
});

testOnBackends("columnSums() cuts no rows apart, however many", async () => {
  const x = tf.ones([20_002, 2, 3]);
  const { kernelNames, result } = await tf.profile(() => columnSums(x));
  assertEquals((result as tf.Tensor).arraySync(), [40_004, 40_004, 40_004]);
  // on wasm each part copies all of them
  assert(!kernelNames.includes("SplitV"), kernelNames.join());
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
