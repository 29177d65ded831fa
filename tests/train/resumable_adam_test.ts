import { assert, assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { FlatLayout } from "../../lib/train/flat_layout.ts";
import { ResumableAdam } from "../../lib/train/resumable_adam.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

const LAYOUT = new FlatLayout({ weight: tf.zeros([3]) });
const gradient = (step: number) => tf.tensor1d([Math.sin(step), 2, -step]);

testOnBackends("ResumableAdam is Adam", () => {
  const weight = tf.variable(tf.tensor1d([1, 2, 3]));
  const adam = new ResumableAdam({ weight }, LAYOUT, {
    beta1: 0.8,
    beta2: 0.95,
  });
  const expected = [1, 2, 3];
  const [m, v] = [[0, 0, 0], [0, 0, 0]];
  for (let step = 1; step <= 5; step++) {
    adam.step(gradient(step), 0.1 / step);
    const values = gradient(step).dataSync();
    for (let i = 0; i < 3; i++) {
      m[i] = 0.8 * m[i] + 0.2 * values[i];
      v[i] = 0.95 * v[i] + 0.05 * values[i] ** 2;
      const mean = m[i] / (1 - 0.8 ** step);
      const square = v[i] / (1 - 0.95 ** step);
      expected[i] -= 0.1 / step * mean / Math.sqrt(square);
    }
  }
  assertAllClose(weight, expected, { relative: 1e-5 });
  adam.dispose();
});

testOnBackends(
  "ResumableAdam takes a share of matrices away, and none of vectors",
  () => {
    const start = [1, -2, 3, 4];
    const run = (weightDecay: number) => {
      const variable = (shape: number[]) =>
        tf.tidy(() => tf.variable(tf.tensor(start, shape)));
      const weights = { bias: variable([4]), factor: variable([1, 2, 2]) };
      const adam = new ResumableAdam(weights, new FlatLayout(weights), {
        weightDecay,
      });
      const gradient = tf.tensor1d([1, -1, 2, 3, -4, 5, 6, -7]);
      adam.step(gradient, 0.5);
      const values = {
        bias: [...weights.bias.dataSync()],
        factor: [...weights.factor.dataSync()],
      };
      tf.dispose([gradient, ...Object.values(weights)]);
      adam.dispose();
      return values;
    };
    const without = run(0);
    const [tensors, { bias, factor }] = [tf.memory().numTensors, run(0.1)];
    assertEquals(tf.memory().numTensors, tensors);
    assertEquals(bias, without.bias);
    assertAllClose(
      tf.tensor1d(factor),
      without.factor.map((value, i) => value - 0.5 * 0.1 * start[i]),
      { relative: 1e-6 },
    );
  },
);

testOnBackends("ResumableAdam goes on bit for bit from its state", () => {
  const run = (stop: number) => {
    let weight = tf.variable(tf.tensor1d([1, 2, 3]));
    let adam = new ResumableAdam({ weight }, LAYOUT, { beta2: 0.98 });
    for (let step = 1; step <= 40; step++) {
      adam.step(gradient(step), 0.01);
      if (step !== stop) continue;
      const twin = tf.variable(weight.clone());
      const other = new ResumableAdam({ weight: twin }, LAYOUT, {
        beta2: 0.98,
      });
      for (const [name, saved] of Object.entries(adam.state)) {
        other.state[name].assign(saved.clone());
      }
      [weight, adam] = [twin, other];
    }
    return [...weight.dataSync()];
  };
  assertEquals(run(23), run(0));
});

testOnBackends("ResumableAdam takes whole steps along small gradients", () => {
  const weight = tf.variable(tf.tensor1d([0, 0, 0]));
  const adam = new ResumableAdam({ weight }, LAYOUT);
  adam.step(tf.tensor1d([1e-5, -1e-6, 0]), 1);
  assertAllClose(weight, [-1 / 1.01, 1 / 1.1, 0], { relative: 1e-3 });
  adam.dispose();
});

testOnBackends("ResumableAdam keeps constraints", () => {
  const layer = tf.layers.dense({
    units: 1,
    kernelConstraint: "nonNeg",
    useBias: false,
    inputShape: [3],
  });
  layer.apply(tf.zeros([1, 3]));
  const weight = layer.trainableWeights[0].read() as tf.Variable;
  const adam = new ResumableAdam(
    { weight },
    new FlatLayout({ weight }),
  );
  const before = tf.memory().numTensors;
  const up = tf.tensor1d([1, 1, -1]);
  adam.step(up, 9);
  up.dispose();
  const [first, second, third] = weight.dataSync();
  assertEquals([first, second], [0, 0]);
  assert(third > 0, `third ${third}`);
  assertEquals(tf.memory().numTensors, before);
  adam.dispose();
});
