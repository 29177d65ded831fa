import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import type { LowRankDenseArgs } from "../../lib/layer/low_rank_dense.ts";
import { vectorCases } from "../support/arbitrary_vectors.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";
import { testLayerLaws } from "../support/layer_laws.ts";
import { overfit, testTraining } from "../support/overfit.ts";

testLayerLaws(
  LowRankDense,
  vectorCases((): fc.Arbitrary<LowRankDenseArgs> =>
    fc.record({
      units: fc.integer({ min: 2, max: 9 }),
      rank: fc.integer({ min: 1, max: 3 }),
      useBias: fc.boolean(),
    })
  ),
);

testOnBackends("LowRankDense applies A·B, bias and activation", () => {
  const layer = new LowRankDense({
    units: 4,
    rank: 2,
    activation: "tanh",
    biasInitializer: "ones",
    seed: 1,
  });
  const x = tf.randomNormal([5, 7], 0, 1, "float32", 2);
  const y = layer.apply(x) as tf.Tensor;
  const [a, b] = layer.getWeights() as tf.Tensor2D[];
  const expected = tf.tanh(
    tf.add(tf.matMul(x as tf.Tensor2D, tf.matMul(a, b)), 1),
  );
  assertAllClose(y, expected, { absolute: 1e-5 });
});

testTraining(
  "LowRankDense learns 32 samples by heart without leaking tensors",
  () => {
    const x = tf.randomNormal([32, 16], 0, 1, "float32", 1);
    const layer = new LowRankDense({ units: 16, rank: 16, seed: 2 });
    const target = tf.matMul(
      x,
      tf.randomNormal([16, 16], 0, 0.3, "float32", 3),
    );
    const { loss, tensors } = overfit(layer, x, target as tf.Tensor);
    assert(loss < 1e-4, `loss ${loss}`);
    assertEquals(tensors, 0);
  },
);

Deno.test("LowRankDense refuses a rank of 0", () => {
  const error = assertThrows(
    () => new LowRankDense({ units: 6, rank: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a LowRankDense layer as rank must be an integer >= 1: got 0",
  );
});

Deno.test("LowRankDense draws products of the dense layer's deviation, or zeros that learn", () => {
  const made = (kernelInitializer: "glorotUniform" | "zeros") => {
    const layer = new LowRankDense({
      units: 100,
      rank: 25,
      kernelInitializer,
      seed: 1,
    });
    layer.build([null, 400]);
    const [a, b] = layer.getWeights() as tf.Tensor2D[];
    return [a, b, tf.matMul(a, b)].map((matrix) =>
      Math.sqrt(tf.mean(tf.square(matrix)).dataSync()[0])
    );
  };
  const glorot = Math.sqrt(2 / (400 + 100));
  const [, , product] = made("glorotUniform");
  assertAlmostEquals(product / glorot, 1, 0.1);
  const [a, b] = made("zeros");
  assertAlmostEquals(a / (glorot ** 2 / 25) ** (1 / 4), 1, 0.1);
  assertEquals(b, 0);
});

Deno.test("LowRankDense and KroneckerDense refuse vectors that are several of theirs", () => {
  const options = { units: 6, rank: 1, name: "narrow" };
  for (
    const layer of [new LowRankDense(options), new KroneckerDense(options)]
  ) {
    layer.build([null, 4]);
    const { message } = assertThrows(
      () => layer.call(tf.ones([2, 8])),
      ShapeError,
    );
    assertEquals(
      message,
      "Cannot call narrow as shape must be […, 4]: got [2, 8]",
    );
  }
});
