import { assert, assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { testOnBackends } from "../support/backends.ts";

/** Smallest number of each weight. */
function least(layer: tf.layers.Layer): number[] {
  return layer.getWeights().map((weight) => tf.min(weight).dataSync()[0]);
}

testOnBackends("fit() keeps the constraints of weights", async () => {
  const inner = new KroneckerDense({
    units: 4,
    rank: 2,
    inputShape: [4],
    kernelConstraint: "nonNeg",
    seed: 1,
  });
  const last = tf.layers.dense({ units: 4, kernelConstraint: "nonNeg" });
  const free = tf.layers.dense({ units: 4 });
  const model = tf.sequential({ layers: [inner, last, free] });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  const x = tf.ones([8, 4]);
  await model.fit(x, tf.mul(x, -1), { epochs: 2, verbose: 0 });
  for (const smallest of [...least(inner).slice(0, 2), least(last)[0]]) {
    assert(smallest >= 0, `smallest number ${smallest}`);
  }
  assert(least(free)[0] < 0);
});

testOnBackends(
  "minimize() keeps constraints of what it moves, and no tensor",
  () => {
    const words = new Word2KetXS({
      inputDim: 9,
      outputDim: 4,
      order: 2,
      rank: 1,
      embeddingsConstraint: tf.constraints.maxNorm({ maxValue: 0.01, axis: 2 }),
      seed: 1,
    });
    const ids = tf.range(0, 9, 1, "int32");
    const loss = () => tf.mean(words.apply(ids) as tf.Tensor).asScalar();
    loss().dispose();
    const [first, second] = words.getWeights();
    const optimizer = tf.train.sgd(0.1);
    const norm = (factor: tf.Tensor) =>
      tf.max(tf.norm(factor, "euclidean", 2)).dataSync()[0];
    assert(norm(first) > 0.02 && norm(second) > 0.02);
    const before = tf.memory().numTensors;
    optimizer.minimize(loss);
    assertEquals(tf.memory().numTensors, before);
    for (const factor of words.getWeights()) {
      assert(norm(factor) <= 0.01 * (1 + 1e-5), `norm ${norm(factor)}`);
    }
  },
);

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(1),
  momentum: () => tf.train.momentum(1, 0.9),
  adagrad: () => tf.train.adagrad(1),
  adadelta: () => tf.train.adadelta(1),
  adam: () => tf.train.adam(1),
  adamax: () => tf.train.adamax(1),
  rmsprop: () => tf.train.rmsprop(1),
};

for (const [name, make] of Object.entries(OPTIMIZERS)) {
  Deno.test(`applyGradients() of ${name} keeps constraints`, () => {
    const optimizer = make();
    const layer = tf.layers.dense({ units: 2, kernelConstraint: "nonNeg" });
    const x = tf.ones([1, 3]);
    const loss = () => tf.sum(layer.apply(x) as tf.Tensor).asScalar();
    loss().dispose();
    layer.setWeights([tf.ones([3, 2]), tf.zeros([2])]);
    for (let step = 0; step < 3; step++) {
      const { grads } = tf.variableGrads(loss);
      optimizer.applyGradients(
        step === 0
          ? grads
          : Object.entries(grads).map(([name, tensor]) => ({ name, tensor })),
      );
      tf.dispose(grads);
    }
    const [kernel, bias] = least(layer);
    assertEquals(kernel, 0);
    assert(bias < 0);
    optimizer.dispose();
    layer.dispose();
  });
}

Deno.test("minimize() leaves weights that do not learn as they are", () => {
  const [layer, frozen] = [1, 2].map(() =>
    tf.layers.dense({
      units: 1,
      kernelConstraint: "nonNeg",
      kernelInitializer: tf.initializers.constant({ value: -1 }),
      useBias: false,
    })
  );
  const x = tf.ones([1, 1]);
  const loss = () =>
    tf.sum(frozen.apply(layer.apply(x) as tf.Tensor) as tf.Tensor).asScalar();
  loss().dispose();
  frozen.trainable = false;
  const variables = [layer, frozen].map(({ weights: [weight] }) =>
    weight.read() as tf.Variable
  );
  tf.train.sgd(0.5).minimize(loss, false, variables);
  assertEquals([Math.abs(least(layer)[0]), least(frozen)[0]], [0, -1]);
});
