import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { MaskedAverage } from "../../lib/layer/masked_average.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";
import { finiteDifferences } from "../support/finite_differences.ts";
import { testLayerLaws } from "../support/layer_laws.ts";

const vectors = () =>
  tf.tensor3d([[[1, 2], [3, 6], [100, 100]], [[9, 9], [9, 9], [9, 9]]]);
const mask = () => tf.tensor2d([[1, 1, 0], [0, 0, 0]], [2, 3], "bool");

testLayerLaws(
  MaskedAverage,
  fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 24, maxLength: 24 })
    .map((values) => ({
      args: {},
      input: { shape: [2, 3, 4], values, dtype: "float32" as const },
    })),
  { draws: false },
);

testOnBackends("MaskedAverage leaves out what is masked", () => {
  const means = new MaskedAverage().call(vectors(), { mask: mask() });
  assertEquals(means.arraySync() as number[][], [[2, 4], [0, 0]]);
});

testOnBackends("MaskedAverage without a mask counts every vector", () => {
  const means = new MaskedAverage().apply(
    tf.tensor3d([[[1, 2], [3, 6]]]),
  ) as tf.Tensor;
  assertEquals(means.arraySync() as number[][], [[2, 4]]);
});

testOnBackends("MaskedAverage has the gradient of finite differences", () => {
  const slopes = tf.tensor2d([[1, -2], [3, 1]]);
  const layer = new MaskedAverage();
  const f = (x: tf.Tensor) =>
    tf.sum(tf.mul(layer.call(x, { mask: mask() }), slopes));
  const gradient = tf.grad(f)(vectors());
  assertAllClose(
    tf.reshape(gradient, [-1]),
    finiteDifferences(f, [vectors()], 0, 1), // exact: f is linear
    { relative: 1e-5, absolute: 1e-5 },
  );
});

testOnBackends("MaskedAverage takes the mask of an embedding", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: 3,
        outputDim: 1,
        maskZero: true,
        weights: [tf.tensor2d([[9], [4], [6]])],
      }),
      new MaskedAverage({ name: "mean" }),
    ],
  });
  const ids = tf.tensor2d([[1, 2, 0], [2, 0, 0]], [2, 3], "int32");
  const means = model.predict(ids) as tf.Tensor;
  assertEquals([...means.dataSync()], [5, 6]);
  assertEquals(model.outputShape, [null, 1]);

  let saved: tf.io.ModelArtifacts = {};
  await model.save(tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({
      modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
    });
  }));
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
  assertEquals([...(loaded.predict(ids) as tf.Tensor).dataSync()], [5, 6]);
});

testOnBackends("MaskedAverage leaves no tensor behind but its output", () => {
  const layer = new MaskedAverage();
  const [x, m] = [vectors(), mask()];
  const { numTensors } = tf.memory();
  tf.dispose(layer.call(x, { mask: m }));
  tf.dispose(tf.grad((x) => layer.call(x, { mask: m }))(x));
  assertEquals(tf.memory().numTensors, numTensors);
});
