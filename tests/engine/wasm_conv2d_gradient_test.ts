import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { assertAllClose, type Nested } from "../support/assert_all_close.ts";
import { canRead } from "../support/permissions.ts";

type Shape4 = [number, number, number, number];

/** Gradients of a sum of squares by the pixels and by the filter. */
function gradients(
  x: Shape4,
  filter: Shape4,
  { strides, pad }: {
    strides: number | [number, number];
    pad: "same" | "valid" | 1;
  },
): tf.Tensor[] {
  const pixels = tf.randomNormal<tf.Rank.R4>(x, 0, 1, "float32", 1);
  const weights = tf.randomNormal<tf.Rank.R4>(filter, 0, 1, "float32", 2);
  const rounding = typeof pad === "number" ? "floor" : undefined;
  const loss = (x: tf.Tensor, w: tf.Tensor) =>
    tf.sum(tf.square(
      tf.conv2d(
        x as tf.Tensor4D,
        w as tf.Tensor4D,
        strides,
        pad,
        "NHWC",
        1,
        rounding,
      ),
    )).asScalar();
  return tf.grads(loss)([pixels, weights]);
}

const CASES: [Shape4, Shape4, Parameters<typeof gradients>[2]][] = [
  [[2, 5, 6, 3], [3, 3, 3, 4], { strides: 1, pad: "same" }],
  [[2, 5, 6, 3], [2, 3, 3, 1], { strides: 1, pad: "valid" }],
  [[1, 7, 6, 1], [3, 2, 1, 2], { strides: [2, 1], pad: "same" }],
  [[3, 7, 7, 2], [3, 3, 2, 5], { strides: 2, pad: 1 }],
  [[2, 4, 1, 3], [4, 1, 3, 2], { strides: 1, pad: "valid" }],
];

for (const [x, filter, options] of CASES) {
  Deno.test({
    name: `gradients of a [${filter}] convolution of [${x}], ${
      JSON.stringify(options)
    }, are on wasm what they are on cpu`,
    ignore: !canRead,
    fn: async () => {
      await useBackend("cpu");
      const expected = gradients(x, filter, options)
        .map((gradient) => gradient.arraySync() as Nested);
      await useBackend("wasm");
      const counts = () => [
        tf.memory().numTensors,
        tf.backend().numDataIds(), // what the kernel itself makes is no tensor
      ];
      const before = counts();
      for (const [i, gradient] of gradients(x, filter, options).entries()) {
        assertAllClose(gradient, expected[i], {
          relative: 1e-5,
          absolute: 1e-5,
        });
      }
      assertEquals(counts(), before.map((count) => count + 4));
    },
  });
}

Deno.test({
  name: "a convolution of an empty batch has a gradient of 0 on wasm",
  ignore: !canRead,
  fn: async () => {
    await useBackend("wasm");
    const [x, dy] = [tf.zeros([0, 5, 6, 3]), tf.zeros([0, 5, 6, 4])];
    const filterShape: Shape4 = [3, 3, 3, 4];
    const attrs = { strides: 1, pad: "same", dataFormat: "NHWC", filterShape };
    const inputs = { x, dy };
    const gradient = tf.engine().runKernel(
      tf.Conv2DBackpropFilter,
      inputs,
      attrs,
    ) as tf.Tensor;
    assertAllClose(gradient, tf.zeros(filterShape));
  },
});

Deno.test({
  name: "a convolution whose channels come first can't be trained on wasm",
  ignore: !canRead,
  fn: async () => {
    await useBackend("wasm");
    const filterShape: Shape4 = [3, 3, 2, 4];
    const attrs = { strides: 1, pad: "same", dataFormat: "NCHW", filterShape };
    const inputs = { x: tf.zeros([1, 2, 5, 5]), dy: tf.zeros([1, 4, 5, 5]) };
    assertThrows(
      () => tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, attrs),
      RangeError,
      "Cannot train a convolution on wasm as its dataFormat must be channelsLast: got channelsFirst",
    );
  },
});

Deno.test({
  name: "a model with convolutions and a factored head trains on wasm",
  ignore: !canRead,
  fn: async () => {
    await useBackend("wasm");
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 4,
          kernelSize: 3,
          activation: "relu",
          inputShape: [6, 6, 1],
          kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
        }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        new KroneckerDense({ units: 4, rank: 2, seed: 1 }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.05), loss: "meanSquaredError" });
    const x = tf.randomNormal([8, 6, 6, 1], 0, 1, "float32", 1);
    const y = tf.randomNormal([8, 4], 0, 1, "float32", 2);
    const filter = model.layers[0].getWeights()[0].arraySync();
    const { history } = await model.fit(x, y, { epochs: 20, verbose: 0 });
    assert(Number(history.loss.at(-1)) < Number(history.loss[0]) / 4);
    assertNotEquals(model.layers[0].getWeights()[0].arraySync(), filter);
    model.dispose();
  },
});

Deno.test({
  name:
    "the gradient of a filter is right where the outputs' size is rounded up",
  ignore: !canRead,
  fn: async () => {
    // 6 pixels, 3 of the filter, stride 2, padding 1: 3.5 outputs; alone, as
    // TensorFlow.js itself convolves these wrong on wasm
    const gradientOn = async (backend: "cpu" | "wasm") => {
      await useBackend(backend);
      const x = tf.randomNormal([1, 6, 6, 2], 0, 1, "float32", 1);
      const dy = tf.randomNormal([1, 4, 4, 3], 0, 1, "float32", 2);
      const filterShape: Shape4 = [3, 3, 2, 3];
      const attrs = { strides: 2, pad: 1, dataFormat: "NHWC", filterShape };
      return (tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, {
        ...attrs,
        dimRoundingMode: "ceil",
      }) as tf.Tensor).arraySync() as Nested;
    };
    const expected = await gradientOn("cpu");
    assertAllClose(tf.tensor(await gradientOn("wasm")), expected, {
      relative: 1e-5,
      absolute: 1e-5,
    });
  },
});
