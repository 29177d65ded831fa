import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import type { KroneckerDenseArgs } from "../../lib/layer/kronecker_dense.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import { MaskedAverage } from "../../lib/layer/masked_average.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import { vectorCases } from "../support/arbitrary_vectors.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";
import { testLayerLaws } from "../support/layer_laws.ts";
import { overfit, testTraining } from "../support/overfit.ts";
import { writtenOut } from "../support/written_out.ts";

testLayerLaws(
  KroneckerDense,
  vectorCases((): fc.Arbitrary<KroneckerDenseArgs> =>
    fc.record({
      units: fc.integer({ min: 2, max: 9 }),
      rank: fc.integer({ min: 1, max: 3 }),
      order: fc.integer({ min: 1, max: 3 }),
      useBias: fc.boolean(),
    })
  ),
);

testOnBackends(
  "KroneckerDense applies the matrix of kronecker(), bias and activation",
  () => {
    const layer = new KroneckerDense({
      units: 10,
      rank: 2,
      activation: "sigmoid",
      biasInitializer: "ones",
      seed: 1,
    });
    const x = tf.randomNormal([3, 2, 7], 0, 1, "float32", 2);
    const y = layer.apply(x) as tf.Tensor;
    const product = tf.matMul(
      tf.reshape(x, [6, 7]),
      writtenOut(layer.kronecker()),
    );
    const expected = tf.sigmoid(tf.add(product, 1));
    assertAllClose(tf.reshape(y, [6, 10]), expected, { absolute: 1e-5 });
  },
);

Deno.test("KroneckerDense draws products of the dense layer's deviation", () => {
  const named = [
    ["glorotNormal", 2 / (256 + 512)],
    ["heUniform", 2 / 256],
    ["leCunNormal", 1 / 256],
    ["randomNormal", 0.05 ** 2],
    ["randomUniform", 0.1 ** 2 / 12],
  ] as const;
  for (const [kernelInitializer, variance] of named) {
    for (const [order, rank] of [[1, 1], [2, 8], [3, 20]]) {
      const layer = new KroneckerDense({
        units: 512,
        rank,
        order,
        kernelInitializer,
        seed: 5,
      });
      layer.build([null, 256]);
      const drawn = tf.tidy(() =>
        tf.mean(tf.square(kroneckerMatrix(layer.kronecker()))).dataSync()[0]
      );
      assertAlmostEquals(drawn / variance, 1, 0.35);
    }
  }
});

testTraining(
  "KroneckerDense learns 32 samples by heart without leaking tensors",
  () => {
    const x = tf.randomNormal([32, 16], 0, 1, "float32", 1);
    const model = new KroneckerDense({ units: 16, rank: 16, seed: 2 });
    const target = tf.matMul(
      x,
      tf.randomNormal([16, 16], 0, 0.3, "float32", 3),
    );
    const { loss, tensors } = overfit(model, x, target as tf.Tensor);
    assert(loss < 1e-4, `loss ${loss}`);
    assertEquals(tensors, 0);
  },
);

Deno.test("KroneckerDense takes explicit factors", () => {
  const layer = new KroneckerDense({
    units: 6,
    rank: 2,
    inputFactors: [2, 4],
    outputFactors: [3, 2],
    useBias: false,
  });
  layer.build([null, 8]);
  assertEquals(layer.countParams(), 2 * (6 + 8));
  assertEquals(layer.getWeights().map(({ shape }) => shape), [[2, 2, 3], [
    2,
    4,
    2,
  ]]);
});

Deno.test("KroneckerDense comes first in a model by inputDim, as tf.layers.dense does", () => {
  const layer = new KroneckerDense({ units: 6, rank: 1, inputDim: 8 });
  const model = tf.sequential({ layers: [layer] });
  assertEquals(model.inputs[0].shape, [null, 8]);
});

Deno.test("KroneckerDense takes a batchSize beside inputDim, as tf.layers.dense does", () => {
  const args = { units: 4, inputDim: 3, batchSize: 5 };
  for (
    const layer of [
      tf.layers.dense(args),
      new KroneckerDense({ ...args, rank: 1 }),
    ]
  ) {
    const model = tf.sequential({ layers: [layer] });
    assertEquals(model.inputs[0].shape, [5, 3]);
  }
});

for (const Class of [KroneckerDense, LowRankDense]) {
  Deno.test(`${Class.className} regularizes and constrains factors and bias apart`, () => {
    const layer = new Class({
      units: 4,
      rank: 1,
      kernelInitializer: tf.initializers.constant({ value: 1 }),
      biasInitializer: "ones",
      kernelRegularizer: tf.regularizers.l1({ l1: 1 }),
      biasRegularizer: tf.regularizers.l1({ l1: 10 }),
      kernelConstraint: "nonNeg",
      biasConstraint: "unitNorm",
    });
    layer.build([null, 4]);
    const entries = layer.countParams() - 4;
    const losses = (layer as unknown as { losses: (() => tf.Scalar)[] }).losses;
    assertAllClose(tf.addN(losses.map((loss) => loss())), entries + 40);
    const constraints = layer.weights.map((weight) =>
      (weight as unknown as { constraint: tf.serialization.Serializable })
        .constraint.getClassName()
    );
    assertEquals(constraints, ["NonNeg", "NonNeg", "UnitNorm"]);
  });
}

Deno.test("KroneckerDense keeps its objective where it is not built yet", () => {
  const layer = new KroneckerDense({
    units: 64,
    rank: 1,
    objective: "lowRank",
  });
  const twin = KroneckerDense.fromConfig(
    KroneckerDense,
    layer.getConfig(),
  ) as KroneckerDense;
  twin.build([null, 64]);
  assertEquals(twin.weights[0].shape, [1, 64, 1]);
});

Deno.test("KroneckerDense takes the cheapest shapes of full rank by objective", () => {
  const layer = new KroneckerDense({
    units: 256,
    rank: 4,
    objective: "multiplyAdds",
  });
  layer.build([null, 256]);
  assertEquals(layer.getWeights().map(({ shape }) => shape), [[4, 8, 32], [
    4,
    32,
    8,
  ], [256]]);
});

Deno.test("KroneckerDense refuses what does not fit", () => {
  // deno-lint-ignore no-explicit-any -- as assertThrows() has it
  const message = (f: () => void, kind: new (...args: any[]) => Error) =>
    assertThrows(f, kind).message;
  assertEquals(
    message(() => new KroneckerDense({ units: 6, rank: 0 }), RangeError),
    "Cannot make a KroneckerDense layer as rank must be an integer >= 1: got 0",
  );
  assertEquals(
    message(
      () => new KroneckerDense({ units: 6, rank: 1, outputFactors: [2, 2] }),
      RangeError,
    ),
    "Cannot make a KroneckerDense layer as the product of outputFactors must be at least 6: got 2 · 2 = 4",
  );
  assertEquals(
    message(() => {
      new KroneckerDense({ units: 6, rank: 1, inputFactors: [2, 2] }).build([
        null,
        9,
      ]);
    }, RangeError),
    "Cannot make a KroneckerDense layer as the product of inputFactors must be at least 9: got 2 · 2 = 4",
  );
  const layer = new KroneckerDense({ units: 6, rank: 1, name: "wide" });
  layer.build([null, 9]);
  assertEquals(
    message(() => layer.call(tf.ones([2, 8])), ShapeError),
    "Cannot call wide as shape must be […, 9]: got [2, 8]",
  );
  assertEquals(
    message(
      () => new KroneckerDense({ units: 6, rank: 1, name: "new" }).kronecker(),
      Error,
    ),
    "Cannot read the matrix of new as it must be applied or built first: it has no weights yet",
  );
});

Deno.test("KroneckerDense takes the seed of its initializer, and not its mean for none", () => {
  const factors = (args: Partial<KroneckerDenseArgs>) => {
    const layer = new KroneckerDense({ units: 4, rank: 2, ...args });
    layer.build([null, 4]);
    return layer.kronecker().factors.map((factor) => factor.arraySync());
  };
  const { glorotUniform, orthogonal, randomNormal } = tf.initializers;
  const seeded = factors({ kernelInitializer: glorotUniform({ seed: 42 }) });
  assertEquals(
    factors({ kernelInitializer: glorotUniform({ seed: 42 }) }),
    seeded,
  );
  assertNotEquals(
    factors({ kernelInitializer: glorotUniform({ seed: 43 }) }),
    seeded,
  );
  // one that is for each factor draws no two alike
  const [a, b] = factors({ kernelInitializer: orthogonal({ seed: 42 }) });
  assertNotEquals(a, b);
  assertEquals(
    factors({ kernelInitializer: "orthogonal", seed: 1 }),
    factors({ kernelInitializer: "orthogonal", seed: 1 }),
  );
  const about = randomNormal({ mean: 3, stddev: 0.1, seed: 1 });
  for (const value of factors({ kernelInitializer: about }).flat(4)) {
    assertAlmostEquals(value as number, 3, 1);
  }
});

testOnBackends(
  "KroneckerDense takes whole numbers as tf.layers.dense does",
  () => {
    const x = tf.ones([1, 64], "int32");
    const ones = { units: 64, kernelInitializer: "ones" } as const;
    const y = new KroneckerDense({ ...ones, rank: 1 }).apply(x) as tf.Tensor;
    assertAllClose(y, tf.layers.dense(ones).apply(x) as tf.Tensor);
  },
);

testOnBackends("layers take an empty batch, and give it gradients of 0", () => {
  const layers = [
    new KroneckerDense({ units: 6, rank: 1 }),
    new LowRankDense({ units: 6, rank: 1 }),
    new FeedForward({ units: 6 }),
    new MultiHeadAttention({ numHeads: 2, keyDim: 2 }),
    new MultiHeadAttention({ numHeads: 2, keyDim: 2, factored: { rank: 1 } }),
    new MaskedAverage(),
  ];
  for (const layer of layers) {
    const shape = layer instanceof MaskedAverage ? [0, 6] : [0, 3, 6];
    const x = tf.zeros([0, 3, 6]);
    assertEquals((layer.apply(x) as tf.Tensor).shape, shape);
    if (layer.weights.length === 0) continue;
    tf.tidy(() => tf.fill([64, 64], 7)); // what may lie in memory otherwise
    const variables = layer.weights.map((weight) =>
      weight.read() as tf.Variable
    );
    const { grads } = tf.variableGrads(
      () => tf.sum(layer.apply(x) as tf.Tensor) as tf.Scalar,
      variables,
    );
    for (const slope of Object.values(grads)) {
      assertEquals(tf.max(tf.abs(slope)).arraySync(), 0);
    }
  }
});
