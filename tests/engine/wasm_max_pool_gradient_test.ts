import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

/** Where each window's slope of 1 goes, without a tensor left behind. */
function shares(pool: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): number[] {
  const share = tf.grad((x: tf.Tensor) => tf.sum(pool(x)));
  tf.dispose(share(x));
  const before = tf.memory().numTensors;
  const gradient = share(x);
  assertEquals(tf.memory().numTensors, before + 1);
  assertEquals(gradient.shape, x.shape);
  return [...gradient.dataSync()];
}

testOnBackends(
  "tf.layers.maxPooling2d() has a gradient where all of a window is <= 0",
  () => {
    const layer = tf.layers.maxPooling2d({ poolSize: 2, strides: 2 });
    const x = tf.tensor4d(
      [[[[-4], [-3], [-5], [0]], [[-2], [-1], [-6], [-7]]]],
    );
    assertEquals(
      shares((x) => layer.apply(x) as tf.Tensor, x),
      [0, 0, 0, 1, 0, 1, 0, 0],
    );
  },
);

testOnBackends(
  "tf.layers.maxPooling2d() has a gradient of windows that overlap and pass the border",
  () => {
    const layer = tf.layers.maxPooling2d({
      poolSize: 2,
      strides: 1,
      padding: "same",
    });
    const one = [-9, -8, -7, -6, -5, -4, -3, -2, -1];
    // two pictures of two channels, of which the second is the other way round
    const x = tf.tensor4d(
      [one, one].flat().flatMap((value) => [value, -10 - value]),
      [2, 3, 3, 2],
    );
    const [rising, falling] = [
      [0, 0, 0, 0, 1, 2, 0, 2, 4],
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
    ];
    const expected = rising.flatMap((share, i) => [share, falling[i]]);
    assertEquals(
      shares((x) => layer.apply(x) as tf.Tensor, x),
      [...expected, ...expected],
    );
  },
);

testOnBackends(
  "tf.maxPool3d() has a gradient where all of a window is <= 0",
  () => {
    const x = tf.reshape(tf.range(-16, 0), [1, 2, 2, 4, 1]);
    const expected = Array.from(
      { length: 16 },
      (_, i) => +(i === 13 || i > 14),
    );
    const pool = (x: tf.Tensor) =>
      tf.maxPool3d(x as tf.Tensor5D, 2, 2, "valid");
    assertEquals(shares(pool, x), expected);
  },
);

testOnBackends(
  "tf.layers.maxPooling2d() gives the slope to the first of several, and pads in front",
  () => {
    const layer = tf.layers.maxPooling2d({
      poolSize: 3,
      strides: 1,
      padding: "same",
    });
    assertEquals(
      shares((x) => layer.apply(x) as tf.Tensor, tf.zeros([1, 2, 4, 1])),
      [4, 2, 2, 0, 0, 0, 0, 0],
    );
  },
  { except: ["webgpu"] }, // whose shader takes the last
);
