import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("tf.sum() of an empty tensor is 0 on every backend", () => {
  const x = tf.zeros([0, 3, 2]);
  assertEquals(tf.sum(x).arraySync(), 0);
  assertEquals(tf.sum(x, 0).arraySync(), [[0, 0], [0, 0], [0, 0]]);
  assertEquals(tf.sum(x, 0, true).shape, [1, 3, 2]);
  assertEquals(tf.sum(x, 1).shape, [0, 2]);
});

testOnBackends("tf.sum() keeps its gradient on every backend", () => {
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  const loss = (x: tf.Tensor) => tf.sum(tf.mul(tf.sum(x, 0), [2, 3]));
  assertEquals(tf.grad(loss)(x).arraySync(), [[2, 3], [2, 3]]);
});

testOnBackends("tf.mean() of an empty tensor has a shape", (backend) => {
  const x = tf.zeros([0, 3, 2]);
  assertEquals(tf.mean(x, 1).shape, [0, 2]);
  assertEquals(tf.mean(x, 1, true).shape, [0, 1, 2]);
  assertEquals(tf.mean(x).arraySync(), backend === "cpu" ? 0 : NaN);
  assertEquals(tf.mean(tf.tensor2d([[1, 3], [5, 7]]), 0).arraySync(), [3, 5]);
});

testOnBackends(
  "tf.max(), min(), prod(), all() and any() of nothing are what native TensorFlow says",
  () => {
    tf.tidy(() => tf.fill([64, 64], 7)); // what may lie in memory otherwise
    const [x, ids] = [tf.zeros([0, 2]), tf.zeros([0, 2], "int32")];
    assertEquals(tf.max(x, 0).arraySync(), [-Infinity, -Infinity]);
    assertEquals(tf.min(x).arraySync(), Infinity);
    assertEquals(tf.max(ids).arraySync(), -(2 ** 31));
    assertEquals(tf.min(ids, 0, true).arraySync(), [[
      2 ** 31 - 1,
      2 ** 31 - 1,
    ]]);
    assertEquals(tf.prod(x, 0).arraySync(), [1, 1]);
    const flags = tf.zeros([0, 2], "bool");
    assertEquals(tf.all(flags, 0).arraySync(), [1, 1]);
    assertEquals(tf.any(flags, 0).arraySync(), [0, 0]);
    assertEquals(tf.max(tf.zeros([0, 4, 4, 2]), [1, 2]).shape, [0, 2]);
    assertEquals(tf.grad((x) => tf.max(x, 1))(x).shape, [0, 2]);
  },
  { except: ["cpu"] }, // which takes NaN and false for them
);

testOnBackends("a lookup of nothing has a gradient of zeros", () => {
  const none = tf.zeros<tf.Rank.R2>([0, 3], "int32");
  const gradient = tf.grad((table) => tf.gather(table, none))(tf.ones([4, 2]));
  assertEquals(gradient.shape, [4, 2]);
  assertEquals(tf.max(tf.abs(gradient)).arraySync(), 0);
});

testOnBackends("tf.transpose() takes an empty tensor", () => {
  assertEquals(tf.transpose(tf.zeros([0, 3, 2, 4]), [0, 2, 1, 3]).shape, [
    0,
    2,
    3,
    4,
  ]);
});

testOnBackends("tf.matMul() over nothing is 0", () => {
  // what may lie in memory otherwise
  tf.tidy(() => tf.fill([64, 64], 7));
  const [a, b] = [tf.zeros([3, 0]), tf.zeros([0, 4])];
  const zeros = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]];
  assertEquals(tf.matMul(a, b).arraySync(), zeros);
  assertEquals(tf.matMul(tf.transpose(a), b, true).arraySync(), zeros);
  assertEquals(tf.matMul(a, tf.transpose(b), false, true).arraySync(), zeros);
  assertEquals(tf.matMul(tf.zeros([0, 3]), tf.ones([3, 4])).shape, [0, 4]);
  const batch = tf.matMul(tf.zeros([0, 2, 3]), tf.ones([1, 3, 4]));
  assertEquals(batch.shape, [0, 2, 4]);
});

testOnBackends("tf.matMul() over nothing leaves no numbers behind", () => {
  const [a, b] = [tf.zeros([3, 0]), tf.zeros([0, 4])];
  const before = tf.backend().numDataIds();
  tf.matMul(a, b).dispose();
  assertEquals(tf.backend().numDataIds(), before);
});

testOnBackends("tf.argMax() and cumsum() take an empty batch", () => {
  const x = tf.zeros([0, 2, 3]);
  assertEquals(tf.argMax(x, 1).shape, [0, 3]);
  assertEquals(tf.argMin(x, 1).dtype, "int32");
  for (const cumulative of [tf.cumsum, tf.cumprod]) {
    assertEquals(cumulative(x, 1).shape, [0, 2, 3]);
  }
});
