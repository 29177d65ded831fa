import { assert, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { embeddingCases } from "../support/arbitrary_ids.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testLayerLaws } from "../support/layer_laws.ts";
import { overfit, testTraining } from "../support/overfit.ts";

testLayerLaws(Word2Ket, embeddingCases);

Deno.test("Word2Ket 4/1 of 30428 × 256 has the published 486848 parameters", () => {
  const layer = new Word2Ket({
    inputDim: 30_428,
    outputDim: 256,
    order: 4,
    rank: 1,
  });
  layer.build();
  assertEquals(layer.countParams(), 486_848); // word2ket, ICLR 2020, table 1
});

Deno.test("Word2Ket draws tables of the deviation of tf.layers.embedding", () => {
  for (const [order, rank] of [[1, 1], [2, 4], [4, 2]]) {
    const layer = new Word2Ket({
      inputDim: 4_000,
      outputDim: 16,
      order,
      rank,
      seed: 5,
    });
    const rows = layer.apply(tf.range(0, 4_000, 1, "int32")) as tf.Tensor;
    const variance = tf.moments(rows).variance.dataSync()[0];
    const dense = 0.1 ** 2 / 12; // uniform in ±0.05
    assert(
      Math.abs(variance / dense - 1) < 0.2, // products of normal numbers scatter
      `order ${order}: variance ${variance}, dense ${dense}`,
    );
  }
});

Deno.test("Word2Ket normalizes the vectors of its tree when told to", () => {
  const layer = new Word2Ket({
    inputDim: 20,
    outputDim: 16,
    order: 4,
    rank: 1,
    layerNormalization: true,
    seed: 2,
  });
  const rows = layer.apply(tf.range(0, 20, 1, "int32")) as tf.Tensor;
  const { mean, variance } = tf.moments(rows, 1);
  assertAllClose(mean, new Array(20).fill(0));
  assertAllClose(variance, new Array(20).fill(1), { absolute: 0.02 });
});

Deno.test("Word2Ket refuses factors that are too small", () => {
  const error = assertThrows(
    () =>
      new Word2Ket({
        inputDim: 5,
        outputDim: 9,
        order: 2,
        rank: 1,
        outputFactors: [2, 4],
      }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a Word2Ket layer as the product of outputFactors must be at least 9: got 2 · 4 = 8",
  );
});

Deno.test("Word2Ket refuses a rank of 0", () => {
  const error = assertThrows(
    () => new Word2Ket({ inputDim: 5, outputDim: 9, order: 2, rank: 0 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a Word2Ket layer as rank must be an integer >= 1: got 0",
  );
});

Deno.test("Word2Ket keeps in its config that it normalizes", () => {
  const layer = new Word2Ket({
    inputDim: 20,
    outputDim: 16,
    order: 4,
    rank: 1,
    layerNormalization: true,
    seed: 2,
  });
  const twin = Word2Ket.fromConfig(Word2Ket, layer.getConfig()) as Word2Ket;
  const ids = tf.range(0, 20, 1, "int32");
  assertAllClose(
    twin.apply(ids) as tf.Tensor,
    layer.apply(ids) as tf.Tensor,
    { relative: 0, absolute: 0 },
  );
});

testTraining(
  "Word2Ket learns 32 samples by heart without leaking tensors",
  () => {
    const ids = tf.range(0, 32, 1, "int32");
    const target = tf.randomNormal([32, 4], 0, 1, "float32", 1);
    const sizes = { inputDim: 32, outputDim: 4, order: 2, rank: 2 }; // any table
    const { loss, tensors } = overfit(
      new Word2Ket({ ...sizes, seed: 2 }),
      ids,
      target,
    );
    assert(loss < 1e-4, `loss ${loss}`);
    assertEquals(tensors, 0);
  },
);

Deno.test("embeddings refuse the identity, which has no factors of any shape", () => {
  const sizes = { inputDim: 9, outputDim: 4, order: 2, rank: 1 };
  for (const Layer of [Word2Ket, Word2KetXS]) {
    const error = assertThrows(
      () => new Layer({ ...sizes, embeddingsInitializer: "identity" }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot make a ${Layer.className} layer as embeddingsInitializer must fill factors of any shape: got Identity`,
    );
  }
});
