import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

/** How much each place counts in the averages of windows of 2, of which the last is alone. */
const COUNTS = [0.5, 1, 1.5];

testOnBackends(
  "tf.layers.averagePooling2d() has a gradient at the border",
  () => {
    const layer = tf.layers.averagePooling2d({
      poolSize: [1, 2],
      strides: 1,
      padding: "same",
    });
    const slopes = tf.grad((x: tf.Tensor) =>
      tf.sum(layer.apply(x) as tf.Tensor)
    );
    const x = tf.ones([2, 2, 3, 1]);
    tf.dispose(slopes(x));
    const before = tf.memory().numTensors;
    const gradient = slopes(x);
    assertEquals(tf.memory().numTensors, before + 1);
    assertEquals([...gradient.dataSync()], Array(4).fill(COUNTS).flat());
    const strided = tf.grad((x: tf.Tensor) =>
      tf.sum(tf.avgPool(x as tf.Tensor4D, 2, 2, "same"))
    )(tf.ones([1, 3, 3, 1]));
    assertEquals(
      [...strided.dataSync()],
      [0.25, 0.25, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5, 1],
    );
  },
);

testOnBackends("tf.avgPool3d() has a gradient at the border", () => {
  const gradient = tf.grad((x: tf.Tensor) =>
    tf.sum(tf.avgPool3d(x as tf.Tensor5D, [2, 1, 1], 1, "same"))
  )(tf.ones([1, 3, 1, 1, 2]));
  assertEquals([...gradient.dataSync()], COUNTS.flatMap((x) => [x, x]));
});
