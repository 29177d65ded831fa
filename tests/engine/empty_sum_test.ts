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
