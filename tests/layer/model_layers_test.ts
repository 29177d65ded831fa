import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { checkModel, modelLayers } from "../../lib/layer/model_layers.ts";

Deno.test("checkModel() refuses what is no model of layers", () => {
  const layer = new KroneckerDense({ units: 2, rank: 1 });
  for (
    const [model, got] of [
      [42, "42"],
      [undefined, "undefined"],
      [{}, "an object"],
      [layer, "a KroneckerDense"],
    ]
  ) {
    const error = assertThrows(
      () => checkModel("look at it", model as tf.LayersModel),
      TypeError,
    );
    assertEquals(
      error.message,
      `Cannot look at it as it must be a model of layers, sequential or functional: got ${got}`,
    );
  }
  checkModel("look at it", tf.sequential());
});

Deno.test("modelLayers() opens nested models and lists shared layers once", () => {
  const shared = tf.layers.dense({ units: 3, name: "shared" });
  const inner = tf.sequential({
    name: "inner",
    layers: [tf.layers.dense({ units: 3, inputShape: [3], name: "one" })],
  });
  const input = tf.input({ shape: [3], name: "in" });
  const twice = shared.apply(shared.apply(input));
  const outputs = inner.apply(twice) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs });
  assertEquals(
    modelLayers(model).map(({ path }) => path),
    ["in", "shared", "inner/one"],
  );
});

Deno.test("modelLayers() opens wrappers, and knows the shapes that their layers make", () => {
  const block = tf.sequential({
    name: "block",
    layers: [tf.layers.dense({ units: 3, inputShape: [2], name: "one" })],
  });
  const tagger = tf.sequential({
    name: "tagger",
    layers: [
      tf.layers.timeDistributed({
        layer: block,
        inputShape: [7, 2],
        name: "blocks",
      }),
      tf.layers.timeDistributed({
        layer: tf.layers.dense({ units: 5, name: "two" }),
        name: "twos",
      }),
    ],
  });
  const model = tf.sequential({
    layers: [
      tf.layers.timeDistributed({
        layer: tagger,
        inputShape: [null, 7, 2],
        name: "all",
      }),
    ],
  });
  assertEquals(
    modelLayers(model).map(({ path, uses }) => [path, uses()[0].output]),
    [
      ["all/tagger/blocks/block/one", [null, null, 7, 3]],
      ["all/tagger/twos/two", [null, null, 7, 5]],
    ],
  );
});

Deno.test("modelLayers() lists a layer once that a sequential model has twice", () => {
  const layer = tf.layers.dense({ units: 4, inputShape: [4], name: "twice" });
  const model = tf.sequential({ layers: [layer, layer] });
  assertEquals(model.layers.length, 2);
  assertEquals(modelLayers(model).map(({ path }) => path), ["twice"]);
});

Deno.test("modelLayers() knows the first of several shapes, and those deep in wrapped models", () => {
  const recurrent = tf.layers.lstm({
    units: 3,
    returnState: true,
    name: "lstm",
  });
  const input = tf.input({ shape: [5, 2], name: "in" });
  const [outputs] = recurrent.apply(input) as tf.SymbolicTensor[];
  const wrapped = tf.sequential({
    layers: [
      tf.layers.timeDistributed({
        layer: tf.sequential({
          layers: [tf.sequential({
            layers: [tf.layers.dense({ units: 4, inputShape: [2] })],
          })],
        }),
        inputShape: [5, 2],
      }),
    ],
  });
  const shapes = (model: tf.LayersModel) =>
    modelLayers(model).map(({ uses }) => uses()[0].output);
  assertEquals(
    shapes(tf.model({ inputs: input, outputs })),
    [[null, 5, 2], [null, 3]],
  );
  assertEquals(shapes(wrapped), [[null, 5, 4]]);
});
