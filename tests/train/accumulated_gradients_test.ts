import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { accumulatedGradients } from "../../lib/train/accumulated_gradients.ts";
import { FlatLayout } from "../../lib/train/flat_layout.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends(
  "accumulatedGradients() adds up losses and gradients",
  async () => {
    const weights = {
      a: tf.variable(tf.tensor1d([1, 2])),
      b: tf.variable(tf.scalar(3)),
    };
    const before = tf.memory().numTensors;
    const losses = [1, 2, 4].map((factor) => () =>
      tf.mul(
        factor,
        tf.mul(tf.sum(tf.square(weights.a)), weights.b),
      ) as tf.Scalar
    );
    const layout = new FlatLayout(weights);
    const { loss, gradient } = await accumulatedGradients(
      weights,
      layout,
      losses,
    );
    assertEquals(loss, 7 * 15);
    assertEquals([...gradient.dataSync()], [7 * 6, 7 * 12, 7 * 5]);
    assertEquals(tf.memory().numTensors, before + 1);
    gradient.dispose();
    tf.dispose(weights);
  },
);
