import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends(
  "tf.layers.maxPooling3d() has a gradient with windows that are not cubes",
  () => {
    const layer = tf.layers.maxPooling3d({
      poolSize: [1, 3, 2],
      strides: [1, 1, 1],
    });
    const x = tf.reshape(tf.range(-8, 0), [1, 1, 4, 2, 1]);
    const slopes = tf.grad((x: tf.Tensor) =>
      tf.sum(
        tf.mul(
          layer.apply(x) as tf.Tensor,
          tf.reshape([3, 5], [1, 1, 2, 1, 1]),
        ),
      )
    );
    tf.dispose(slopes(x));
    const before = tf.memory().numTensors;
    const gradient = slopes(x);
    assertEquals(tf.memory().numTensors, before + 1);
    assertEquals([...gradient.dataSync()], [0, 0, 0, 0, 0, 3, 0, 5]);
  },
);
