import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { LayerNormalization } from "../../lib/layer/layer_normalization.ts";
import type { LayerNormalizationArgs } from "../../lib/layer/layer_normalization.ts";
import { normalizeLayer } from "../../lib/op/normalize_layer.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertDifferentiatedOnce } from "../support/assert_differentiated_once.ts";
import { testOnBackends } from "../support/backends.ts";
import { type LayerCase, testLayerLaws } from "../support/layer_laws.ts";
import { overfit, testTraining } from "../support/overfit.ts";

const cases: fc.Arbitrary<LayerCase<LayerNormalizationArgs>> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 9 }))
  .chain(([batch, width]) =>
    fc.record({
      args: fc.constant({}),
      input: fc.record({
        shape: fc.constant([batch, 2, width]),
        values: fc.array(fc.integer({ min: -8, max: 8 }), {
          minLength: batch * 2 * width,
          maxLength: batch * 2 * width,
        }),
        dtype: fc.constant("float32" as const),
      }),
    })
  );

testLayerLaws(LayerNormalization, cases, { draws: false });

testOnBackends(
  "LayerNormalization does what tf.layers.layerNormalization does, gradients too",
  () => {
    fc.assert(
      fc.property(cases, ({ input: { shape, values } }) => {
        tf.tidy(() => {
          const [ours, theirs] = [
            new LayerNormalization(),
            tf.layers.layerNormalization({ axis: -1 }),
          ];
          const x = tf.tensor([...values], [...shape]);
          const slopes = tf.randomUniform(x.shape, -1, 1, "float32", 2);
          const [actual, expected] = [ours, theirs].map((layer) => {
            layer.apply(x);
            const width = shape[2];
            layer.setWeights([
              tf.randomUniform([width], 0.5, 2, "float32", 3),
              tf.randomUniform([width], -1, 1, "float32", 4),
            ]);
            const loss = (x: tf.Tensor) =>
              tf.sum(tf.mul(layer.apply(x) as tf.Tensor, slopes)).asScalar();
            const { grads } = tf.variableGrads(() => loss(x));
            return [
              layer.apply(x) as tf.Tensor,
              tf.grad(loss)(x),
              ...Object.values(grads),
            ];
          });
          for (const [i, tensor] of actual.entries()) {
            // vectors of equal numbers are divided by 0.03
            assertAllClose(tensor, expected[i], {
              relative: 1e-5,
              absolute: 1e-5,
            });
          }
        });
      }),
      { numRuns: 40 },
    );
  },
);

testOnBackends(
  "gradients of LayerNormalization lose nothing over many vectors",
  () => {
    const count = 100_001;
    const x = tf.tile(tf.tensor2d([[-1, 1]]), [count, 1]);
    const loss = (gamma: tf.Tensor, beta: tf.Tensor) =>
      tf.mul(tf.sum(normalizeLayer(x, gamma, beta, 0.001)), 0.1);
    const [toGamma, toBeta] = tf.grads(loss)([tf.ones([2]), tf.zeros([2])]);
    const sum = 0.1 * count;
    const normal = 1 / Math.sqrt(1.001);
    const relative = 5e-5; // one long sum is 5e-4 off
    assertAllClose(toGamma, [-normal * sum, normal * sum], { relative });
    assertAllClose(toBeta, [sum, sum], { relative });
  },
);

testOnBackends("LayerNormalization takes many long vectors, and none", () => {
  tf.tidy(() => {
    const layers = [
      new LayerNormalization(),
      tf.layers.layerNormalization({ axis: -1 }),
    ];
    for (const shape of [[4_100, 260], [0, 260]]) {
      const x = tf.variable(tf.randomNormal(shape, 3, 2, "float32", 1));
      const slopes = tf.randomUniform(shape, -1, 1, "float32", 2);
      const [actual, expected] = layers.map((layer) => {
        const y = layer.apply(x) as tf.Tensor; // which makes its weights
        const { grads } = tf.variableGrads(() =>
          tf.sum(tf.mul(layer.apply(x) as tf.Tensor, slopes)).asScalar()
        );
        return [y, ...Object.values(grads)];
      });
      for (const [i, tensor] of actual.entries()) {
        // those of the weights are sums of 4,100 entries
        const absolute = tensor.rank === 1 ? 1e-3 : 1e-5;
        assertAllClose(tensor, expected[i], { absolute });
      }
      x.dispose();
    }
  });
});

testOnBackends("LayerNormalization takes vectors without entries", () => {
  const layer = new LayerNormalization();
  const y = layer.apply(tf.zeros([3, 0])) as tf.Tensor;
  assertEquals(y.shape, [3, 0]);
  const slope = tf.grad((x) => layer.apply(x) as tf.Tensor)(tf.zeros([3, 0]));
  assertEquals(slope.shape, [3, 0]);
});

testOnBackends("LayerNormalization comes back from its config", () => {
  const layer = new LayerNormalization({ epsilon: 1e-5, name: "norm" });
  const twin = LayerNormalization.fromConfig(
    LayerNormalization,
    layer.getConfig(),
  );
  assertEquals(twin.getConfig(), layer.getConfig());
});

Deno.test("LayerNormalization refuses an epsilon that is not above 0", () => {
  const error = assertThrows(
    () => new LayerNormalization({ epsilon: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a LayerNormalization layer as epsilon must be above 0: got 0",
  );
});

Deno.test("LayerNormalization refuses vectors of another width", () => {
  const layer = new LayerNormalization();
  layer.apply(tf.ones([2, 4]));
  const error = assertThrows(() => layer.apply(tf.ones([2, 6])), ShapeError);
  assertEquals(
    error.message,
    "Cannot normalize vectors as shape must be […, 4]: got [2, 6]",
  );
});

testOnBackends("LayerNormalization takes whole numbers", () => {
  const layer = new LayerNormalization();
  const x = tf.tensor2d([[1, 2, 6]], [1, 3], "int32");
  const expected = layer.apply(tf.tensor2d([[1, 2, 6]])) as tf.Tensor;
  const before = tf.memory().numTensors;
  assertAllClose(layer.apply(x) as tf.Tensor, expected);
  assertEquals(tf.memory().numTensors, before + 1);
});

Deno.test("LayerNormalization keeps its epsilon in its config", () => {
  const layer = new LayerNormalization({ epsilon: 0.5 });
  assertEquals(layer.getConfig().epsilon, 0.5);
});

testTraining(
  "LayerNormalization learns 32 samples by heart without leaking tensors",
  () => {
    const x = tf.randomNormal([32, 8], 0, 1, "float32", 1);
    const target = tf.randomNormal([32, 1], 0, 1, "float32", 2);
    const dense = (units: number, activation: "relu" | "linear") =>
      tf.layers.dense({
        units,
        activation,
        kernelInitializer: tf.initializers.glorotNormal({ seed: units }),
      });
    const model = tf.sequential({
      layers: [
        new LayerNormalization({ inputShape: [8] }),
        dense(64, "relu"),
        new LayerNormalization(),
        dense(1, "linear"),
      ],
    });
    const { loss, tensors } = overfit(model, x, target, { rate: 0.01 });
    assert(loss < 1e-4, `loss ${loss}`);
    assertEquals(tensors, 0);
  },
);

testOnBackends("normalizeLayer() refuses to be differentiated twice", () => {
  assertDifferentiatedOnce(
    "LayerNormalization",
    (x) => normalizeLayer(x, tf.tensor1d([1, 2, 3]), tf.zeros([3]), 1e-3),
    tf.tensor2d([[1, 2, 4]]),
  );
});
