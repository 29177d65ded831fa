import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import type { FeedForwardArgs } from "../../lib/layer/feed_forward.ts";
import { vectorCases } from "../support/arbitrary_vectors.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";
import { testLayerLaws } from "../support/layer_laws.ts";
import { overfit, testTraining } from "../support/overfit.ts";
import { writtenOut } from "../support/written_out.ts";

testLayerLaws(
  FeedForward,
  vectorCases((): fc.Arbitrary<FeedForwardArgs> =>
    fc.record({
      units: fc.integer({ min: 2, max: 6 }),
      activation: fc.constant("tanh" as const), // smooth, for the finite differences
      useBias: fc.boolean(),
    }).chain((args) =>
      fc.constantFrom(args, { ...args, factored: { rank: 2, order: 2 } })
    )
  ),
  { step: 1e-2, tolerance: { relative: 5e-4, absolute: 1e-3 } },
);

testOnBackends("FeedForward applies both matrices of kroneckers()", () => {
  const layer = new FeedForward({
    units: 12,
    factored: { rank: 2, inputFactors: [3, 2], outputFactors: [4, 3] },
    useBias: false,
    seed: 1,
  });
  const x = tf.randomNormal([5, 6], 0, 1, "float32", 2) as tf.Tensor2D;
  const y = layer.apply(x) as tf.Tensor;
  const { inner, outer } = layer.kroneckers();
  const hidden = tf.relu(tf.matMul(x, writtenOut(inner)));
  assertAllClose(y, tf.matMul(hidden, writtenOut(outer)), { absolute: 1e-5 });
});

testOnBackends(
  "FeedForward drops only in training, the same in a repeated run",
  () => {
    const [one, two] = [1, 1].map(() =>
      new FeedForward({ units: 64, dropout: 0.5, seed: 4 })
    );
    const x = tf.ones([2, 8]);
    const run = (
      layer: FeedForward,
      training: boolean,
    ) => [...(layer.apply(x, { training }) as tf.Tensor).dataSync()];
    assertEquals(run(one, false), run(two, false));
    const [first, second] = [run(one, true), run(one, true)];
    assertNotEquals(first, second);
    assertEquals([run(two, true), run(two, true)], [first, second]);
  },
);

testTraining(
  "FeedForward learns 32 samples by heart without leaking tensors",
  () => {
    const x = tf.randomNormal([32, 8], 0, 1, "float32", 1);
    const target = tf.randomNormal([32, 8], 0, 1, "float32", 3);
    const factored = { rank: 8 };
    const layer = new FeedForward({
      units: 64,
      activation: "tanh",
      factored,
      seed: 2,
    });
    const { loss, tensors } = overfit(layer, x, target, {
      steps: 500,
      rate: 0.01,
    });
    assert(loss < 1e-2, `loss ${loss}`);
    assertEquals(tensors, 0);
  },
);

Deno.test("FeedForward refuses a dropout of 1", () => {
  const error = assertThrows(
    () => new FeedForward({ units: 6, dropout: 1 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a FeedForward layer as dropout must be in [0, 1): got 1",
  );
});

Deno.test("FeedForward comes first in a sequential model by its inputDim", () => {
  const layer = new FeedForward({ units: 4, inputDim: 3 });
  const model = tf.sequential({ layers: [layer] });
  assertEquals(model.outputs[0].shape, [null, 3]);
});

Deno.test("FeedForward takes a regularizer of activity for what tf.layers.dense does", () => {
  const args = { units: 4, activityRegularizer: "l1l2" as const };
  const said = [tf.layers.dense(args), new FeedForward(args)].map((layer) =>
    assertThrows(() => layer.apply(tf.ones([1, 3]))).message
  );
  assertEquals(said[1], said[0]);
});

Deno.test("FeedForward without a seed draws its first matrix as tf.layers.dense does", () => {
  const args = {
    units: 3,
    kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
  };
  const [whole, dense] = [new FeedForward(args), tf.layers.dense(args)];
  whole.build([null, 3]);
  dense.build([null, 3]);
  const [inner, , outer] = whole.getWeights();
  assertAllClose(inner, dense.getWeights()[0], { relative: 0, absolute: 0 });
  assertNotEquals(outer.arraySync(), inner.arraySync());
});

Deno.test("FeedForward comes back from a config of options that are not there", () => {
  const factored = { rank: 2, objective: undefined } as unknown as { rank: 2 };
  const config = new FeedForward({ units: 16, factored }).getConfig();
  assertEquals(JSON.parse(JSON.stringify(config)).factored, { rank: 2 });
  assertEquals(config.factored, { rank: 2 });
});

Deno.test("FeedForward keeps its dropout in its config", () => {
  const layer = new FeedForward({ units: 64, dropout: 0.5, seed: 4 });
  const twin = FeedForward.fromConfig(
    FeedForward,
    layer.getConfig(),
  ) as FeedForward;
  const [y, same] = [layer, twin].map((each) =>
    (each.apply(tf.ones([2, 8]), { training: true }) as tf.Tensor).arraySync()
  );
  assertEquals(same, y);
});
