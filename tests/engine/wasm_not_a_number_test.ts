import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("tf.clipByValue() keeps NaN", () => {
  const x = tf.tensor2d([[NaN, -2, 1], [9, NaN, Infinity]]);
  const before = tf.backend().numDataIds();
  const clipped = tf.clipByValue(x, -1, 6);
  assertEquals(clipped.arraySync(), [[NaN, -1, 1], [6, NaN, 6]]);
  clipped.dispose();
  assertEquals(tf.backend().numDataIds(), before);
  assertEquals(tf.clipByValue(tf.scalar(NaN), -1, 6).arraySync(), NaN);
  assertEquals(tf.clipByValue(tf.zeros([0, 2]), -1, 6).shape, [0, 2]);
});

testOnBackends("tf.relu6() keeps NaN", () => {
  const x = tf.tensor1d([NaN, -2, 1, 9]);
  assertEquals(tf.relu6(x).arraySync(), [NaN, 0, 1, 6]);
}, { except: ["webgpu"] }); // whose shader takes NaN for 0

testOnBackends("the loss of a training that has diverged is NaN", () => {
  const loss = tf.metrics.binaryCrossentropy(
    tf.tensor2d([[0, 1]]),
    tf.tensor2d([[NaN, 0.5]]),
  );
  assertEquals(loss.dataSync()[0], NaN);
});
