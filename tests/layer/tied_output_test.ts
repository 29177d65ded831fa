import { assert, assertEquals, assertThrows } from "@std/assert";
import { fileSystem } from "../../lib/convert/file_system.ts";
import { shapeshift } from "../../lib/convert/shapeshift.ts";
import { tf } from "../../lib/engine/tf.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LayerNormalization } from "../../lib/layer/layer_normalization.ts";
import { TiedOutput } from "../../lib/layer/tied_output.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";
import { overfit, testTraining } from "../support/overfit.ts";
import { testInFolder } from "../support/test_in_folder.ts";
import { writtenOut } from "../support/written_out.ts";

const sizes = { inputDim: 11, outputDim: 6 };
const EMBEDDINGS = {
  Embedding: () => tf.layers.embedding(sizes),
  Word2KetXS: () => new Word2KetXS({ ...sizes, order: 2, rank: 2, seed: 1 }),
};

for (const [kind, make] of Object.entries(EMBEDDINGS)) {
  testOnBackends(`TiedOutput multiplies by the table of a ${kind}`, () => {
    const embedding = make();
    const table = embedding.apply(tf.range(0, 11, 1, "int32")) as tf.Tensor2D;
    const h = tf.randomNormal([2, 3, 6], 0, 1, "float32", 2);
    for (const memory of [0, 1000]) {
      const layer = new TiedOutput({ embedding, memory });
      const logits = layer.apply(h) as tf.Tensor;
      const expected = tf.matMul(tf.reshape(h, [6, 6]), tf.transpose(table));
      assertAllClose(tf.reshape(logits, [6, 11]), expected, { absolute: 1e-5 });
      assertEquals(logits.shape, layer.computeOutputShape(h.shape));
      assertEquals(layer.countParams(), 11);
    }
  });

  testOnBackends(
    `TiedOutput trains the ${kind} and is tied again when loaded`,
    async () => {
      const embedding = make();
      const inputs = tf.input({ shape: [1], dtype: "int32" });
      const vectors = embedding.apply(inputs) as tf.SymbolicTensor;
      const outputs = new TiedOutput({ embedding }).apply(vectors);
      const model = tf.model({ inputs, outputs: outputs as tf.SymbolicTensor });
      const ids = tf.range(0, 11, 1, "int32").reshape([11, 1]);
      const optimizer = tf.train.adam(0.05);
      const loss = () =>
        tf.losses.softmaxCrossEntropy(
          tf.oneHot(tf.reshape(ids, [11]), 11),
          tf.reshape(model.apply(ids) as tf.Tensor, [11, 11]),
        ).asScalar();
      for (let step = 0; step < 150; step++) optimizer.minimize(loss);
      assert(loss().dataSync()[0] < 0.1, `loss ${loss().dataSync()[0]}`);

      const saved: tf.io.ModelArtifacts[] = [];
      await model.save(tf.io.withSaveHandler((artifacts) => {
        saved.push(artifacts);
        return Promise.resolve({
          modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
        });
      }));
      const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved[0]));
      const before = model.predict(ids) as tf.Tensor;
      assertAllClose(loaded.predict(ids) as tf.Tensor, before);
      const [tied] = loaded.layers.filter((layer) =>
        layer instanceof TiedOutput
      );
      assertEquals(tied.countParams(), 11);
      assertEquals(loaded.countParams(), model.countParams());
    },
  );
}

Deno.test("TiedOutput refuses what has no table to share", () => {
  const message = (
    f: () => unknown,
    kind: typeof TypeError | typeof RangeError,
  ) => assertThrows(f, kind).message;
  const ket = new Word2Ket({ ...sizes, order: 2, rank: 1, name: "ket" });
  assertEquals(
    message(() => new TiedOutput({ embedding: ket, name: "tied" }), TypeError),
    "Cannot tie tied as ket must be an Embedding or have kronecker(): got a Word2Ket, whose words share no factors, so that logits would take the whole table",
  );
  const dense = tf.layers.dense({ units: 3, name: "dense" });
  assertEquals(
    message(
      () => new TiedOutput({ embedding: dense, name: "tied" }),
      TypeError,
    ),
    "Cannot tie tied as dense must be an Embedding or have kronecker(): got a Dense",
  );
  assertEquals(
    message(
      () =>
        new TiedOutput({ embedding: { name: "words" }, name: "tied" }).apply(
          tf.ones([1, 6]),
        ),
      RangeError,
    ),
    'Cannot tie tied as the model must have a layer "words" before it: got none',
  );
});

Deno.test("TiedOutput refuses vectors of another width than the embedding's", () => {
  const embedding = EMBEDDINGS.Word2KetXS();
  const error = assertThrows(
    () => new TiedOutput({ embedding, name: "tied" }).apply(tf.ones([1, 5])),
    TypeError,
  );
  assertEquals(
    error.message,
    "Cannot tie tied as shape must be […, 6]: got [1, 5]",
  );
});

Deno.test("TiedOutput is tied to any layer with kronecker()", () => {
  const embedding = new KroneckerDense({ units: 8, rank: 2 });
  const tied = new TiedOutput({ embedding, name: "tied" });
  const early = assertThrows(() => tied.apply(tf.ones([1, 8])), Error).message;
  assertEquals(
    early,
    `Cannot read the table of tied as its embedding ${embedding.name} must be applied or built first: it has no weights yet`,
  );
  embedding.build([null, 100]);
  const logits = tied.apply(tf.ones([1, 8])) as tf.Tensor;
  assertAllClose(
    logits,
    tf.expandDims(tf.sum(writtenOut(embedding.kronecker()), 1), 0),
    { absolute: 1e-5 },
  );
});

Deno.test("TiedOutput refuses a memory bound that is no number of floats", () => {
  const embedding = EMBEDDINGS.Word2KetXS();
  for (const [memory, said] of [[-1, "-1"], ["x", '"x"']] as const) {
    const error = assertThrows(
      () => new TiedOutput({ embedding, memory: memory as number }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot make a TiedOutput layer as memory must be a number >= 0: got ${said}`,
    );
  }
  new TiedOutput({ embedding, memory: null as unknown as number }); // none, in JSON
});

Deno.test("TiedOutput refuses no embedding, and one without weights", () => {
  assertEquals(
    assertThrows(
      () => new TiedOutput({} as { embedding: tf.layers.Layer }),
      TypeError,
    ).message,
    "Cannot make a TiedOutput layer as embedding must be a layer, or hold the name of one: got undefined",
  );
  const embedding = tf.layers.embedding({
    inputDim: 5,
    outputDim: 2,
    name: "table",
  });
  assertEquals(
    assertThrows(
      () => new TiedOutput({ embedding, name: "tied" }).apply(tf.ones([1, 2])),
      Error,
    ).message,
    "Cannot read the table of tied as its embedding table must be applied or built first: it has no weights yet",
  );
});

Deno.test("TiedOutput finds its embedding behind any input of a layer", () => {
  const ids = tf.input({ shape: [3], dtype: "int32" });
  const vectors = tf.input({ shape: [3, 4] });
  const words = tf.layers.embedding({
    inputDim: 5,
    outputDim: 4,
    name: "words",
  });
  const sum = tf.layers.add().apply([
    vectors,
    words.apply(ids) as tf.SymbolicTensor,
  ]) as tf.SymbolicTensor;
  const output = new TiedOutput({ embedding: { name: "words" } });
  assertEquals((output.apply(sum) as tf.SymbolicTensor).shape, [null, 3, 5]);
});

testInFolder(
  "TiedOutput finds its embedding in a nested model",
  async (folder) => {
    const ids = () => tf.input({ shape: [4], dtype: "int32" });
    const table = new Word2KetXS({
      ...sizes,
      order: 2,
      rank: 2,
      seed: 1,
      name: "table",
    });
    const inner = ids();
    const encoder = tf.model({
      inputs: inner,
      outputs: new LayerNormalization()
        .apply(table.apply(inner)) as tf.SymbolicTensor,
    });
    const inputs = ids();
    const outputs = new TiedOutput({ embedding: table })
      .apply(encoder.apply(inputs)) as tf.SymbolicTensor;
    const model = tf.model({ inputs, outputs });
    const batch = tf.tensor2d([[1, 5, 0, 10]], [1, 4], "int32");
    const expected = model.predict(batch) as tf.Tensor;
    await model.save(fileSystem(folder));
    const loaded = await tf.loadLayersModel(fileSystem(folder));
    const copy = shapeshift(model, { ratio: 1 });
    for (const again of [loaded, copy]) {
      assertAllClose(again.predict(batch) as tf.Tensor, expected);
      assertEquals(again.countParams(), model.countParams());
    }
  },
);

for (const kind of ["Embedding", "Word2KetXS"] as const) {
  testTraining(
    `TiedOutput learns 32 samples by heart without leaking tensors, by the table of ${kind}`,
    () => {
      const sizes = { inputDim: 6, outputDim: 64 };
      const embedding = kind === "Embedding"
        ? tf.layers.embedding(sizes)
        : new Word2KetXS({ ...sizes, order: 2, rank: 9, seed: 1 }); // any table
      embedding.apply(tf.zeros([1], "int32"));
      const h = tf.randomNormal([32, 64], 0, 1, "float32", 2);
      const target = tf.randomNormal([32, 6], 0, 1, "float32", 3);
      const layer = new TiedOutput({ embedding });
      const { loss, tensors } = overfit(layer, h, target);
      assert(loss < 1e-4, `loss ${loss}`);
      assertEquals(tensors, 0);
    },
  );
}
