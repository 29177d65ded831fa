import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("tf.clipByValue() clips whole numbers", () => {
  const x = tf.tensor2d([[-3, -1, 0], [2, 9, 1]], [2, 3], "int32");
  const clipped = tf.clipByValue(x, -2, 2);
  assertEquals(clipped.dtype, "int32");
  assertEquals(clipped.arraySync(), [[-2, -1, 0], [2, 2, 1]]);
  const floats = tf.clipByValue(tf.tensor1d([-3, 0.5, 9]), -2, 2);
  assertEquals(floats.arraySync(), [-2, 0.5, 2]);
  assertEquals(tf.clipByValue(tf.zeros([0, 3], "int32"), 0, 1).shape, [0, 3]);
});

testOnBackends("tf.layers.reLU() with a maxValue makes a mask of ids", () => {
  const ids = tf.tensor2d([[3, 7, 0]], [1, 3], "int32");
  const mask = tf.layers.reLU({ maxValue: 1 }).apply(ids) as tf.Tensor;
  assertEquals(mask.arraySync(), [[1, 1, 0]]);
});
