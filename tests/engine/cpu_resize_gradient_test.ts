import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends(
  "tf.layers.upSampling2d() has a gradient of each picture",
  () => {
    const layer = tf.layers.upSampling2d({ size: [2, 3] });
    const x = tf.zeros<tf.Rank.R4>([3, 2, 1, 2]);
    const slopes = tf.reshape(tf.range(0, 3 * 4 * 3 * 2), [3, 4, 3, 2]);
    const loss = (x: tf.Tensor) =>
      tf.sum(tf.mul(layer.apply(x) as tf.Tensor, slopes));
    tf.dispose(tf.grad(loss)(x));
    const before = tf.memory().numTensors;
    const values = tf.backend().numDataIds();
    const gradient = tf.grad(loss)(x);
    assertEquals(tf.memory().numTensors, before + 1);
    assertEquals(tf.backend().numDataIds(), values + 1);
    const blocks = tf.reshape(slopes, [3, 2, 2, 1, 3, 2]);
    const expected = tf.sum(tf.sum(blocks, 4), 2);
    assertEquals(gradient.arraySync(), expected.arraySync());
  },
);

testOnBackends(
  "tf.layers.upSampling2d() has a bilinear gradient of pictures that are not square",
  () => {
    const layer = tf.layers.upSampling2d({
      size: [2, 2],
      interpolation: "bilinear",
    });
    const x = tf.zeros([2, 1, 2, 1]);
    const slopes = tf.grad((x: tf.Tensor) =>
      tf.sum(layer.apply(x) as tf.Tensor)
    );
    tf.dispose(slopes(x));
    const before = tf.memory().numTensors;
    const gradient = slopes(x);
    assertEquals(tf.memory().numTensors, before + 1);
    // columns are the first, halfway, and the second twice
    assertEquals(
      gradient.arraySync(),
      tf.tensor([3, 5, 3, 5], x.shape).arraySync(),
    );
  },
);
