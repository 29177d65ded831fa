import { assert, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { LayerNorm } from "../../lib/layer/layer_norm.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";

const x = () => tf.randomNormal([3, 2, 5], 1, 2, "float32", 1);
const scale = () => tf.tensor1d([1, 2, 3, -1, 0.5]);
const shift = () => tf.tensor1d([0, 1, 0, -1, 2]);

testOnBackends("LayerNorm answers as tf.layers.layerNormalization does", () => {
  const [ours, theirs] = [new LayerNorm(), tf.layers.layerNormalization()];
  for (const layer of [ours, theirs]) {
    layer.apply(x());
    layer.setWeights([scale(), shift()]);
  }
  assertAllClose(
    ours.apply(x()) as tf.Tensor,
    theirs.apply(x()) as tf.Tensor,
    { relative: 1e-5, absolute: 1e-5 },
  );
  assertEquals(ours.countParams(), 10);
});

testOnBackends("LayerNorm has the gradient of finite differences", () => {
  const layer = new LayerNorm({ epsilon: 0.1 });
  layer.apply(x());
  const slopes = tf.randomNormal([3, 2, 5], 0, 1, "float32", 2);
  const f = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) => {
    layer.setWeights([scale, shift]);
    return tf.sum(tf.mul(layer.apply(x) as tf.Tensor, slopes));
  };
  const inputs = [x(), scale(), shift()];
  f(inputs[0], inputs[1], inputs[2]);
  const weights = layer.trainableWeights.map((w) => w.read() as tf.Variable);
  const { grads } = tf.variableGrads(
    () =>
      tf.sum(tf.mul(layer.apply(inputs[0]) as tf.Tensor, slopes)).asScalar(),
    weights,
  );
  const onInput = tf.grad((x) =>
    tf.sum(tf.mul(layer.apply(x) as tf.Tensor, slopes))
  )(inputs[0]);
  const gradients = [onInput, ...weights.map(({ name }) => grads[name])];
  for (const [which, gradient] of gradients.entries()) {
    assertAllClose(
      tf.reshape(gradient, [-1]),
      // steps of 0.01 leave an error of second order and some rounding
      finiteDifferences(
        f as (...inputs: tf.Tensor[]) => tf.Tensor,
        inputs,
        which,
        0.01,
      ),
      { relative: 1e-2, absolute: 1e-2 },
    );
  }
});

Deno.test("LayerNorm comes back from its config", () => {
  const layer = new LayerNorm({ epsilon: 0.5, name: "norm" });
  const twin = LayerNorm.fromConfig(LayerNorm, layer.getConfig());
  assertEquals(twin.getConfig(), layer.getConfig());
});

Deno.test("LayerNorm takes few operations in its gradient", async () => {
  const layer = new LayerNorm();
  const input = tf.ones([64, 8]);
  layer.apply(input);
  const { kernels } = await tf.profile(() =>
    tf.grad((x) => layer.apply(x) as tf.Tensor)(input)
  );
  assert(kernels.length < 100, `${kernels.length} kernels`); // of tfjs: 1 300
});

Deno.test("LayerNorm refuses a negative epsilon", () => {
  const error = assertThrows(() => new LayerNorm({ epsilon: -1 }), RangeError);
  assertEquals(
    error.message,
    "Cannot make a LayerNorm layer as epsilon must be >= 0: got -1",
  );
});
