import { assertEquals } from "@std/assert";
import {
  denseParametersOf,
  kroneckersOf,
  multiplyAddsOf,
} from "../../lib/convert/layer_costs.ts";
import { tf } from "../../lib/engine/tf.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { TiedOutput } from "../../lib/layer/tied_output.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";

/** A layer with its weights for vectors of 16 numbers. */
function built<T extends tf.layers.Layer>(layer: T, shape: tf.Shape): T {
  layer.build(shape);
  return layer;
}

Deno.test("kroneckersOf() names the sums of products of a layer", () => {
  const dense = built(new KroneckerDense({ units: 16, rank: 2 }), [null, 16]);
  assertEquals(Object.keys(kroneckersOf(dense)), ["kernel"]);
  const attention = new MultiHeadAttention({
    numHeads: 2,
    keyDim: 8,
    factored: { key: { rank: 1 } },
  });
  const names = Object.keys(kroneckersOf(built(attention, [null, 3, 16])));
  assertEquals(names, ["key"]);
  const whole = built(tf.layers.dense({ units: 4 }), [null, 16]);
  assertEquals(kroneckersOf(whole), {});
});

Deno.test("denseParametersOf() counts whole matrices and biases", () => {
  const dense = built(new KroneckerDense({ units: 16, rank: 2 }), [null, 16]);
  assertEquals(denseParametersOf(dense), 16 * 16 + 16);
  const thin = built(new LowRankDense({ units: 8, rank: 2 }), [null, 16]);
  assertEquals(denseParametersOf(thin), 16 * 8 + 8);
  const words = { inputDim: 100, outputDim: 16, order: 2, rank: 3 };
  assertEquals(denseParametersOf(built(new Word2Ket(words), [null])), 1600);
  const whole = built(tf.layers.dense({ units: 4 }), [null, 16]);
  assertEquals(denseParametersOf(whole), 16 * 4 + 4);
});

Deno.test("multiplyAddsOf() counts factor by factor", () => {
  const dense = built(new KroneckerDense({ units: 16, rank: 2 }), [null, 16]);
  assertEquals(multiplyAddsOf(dense), 2 * (16 * 4 + 16 * 4));
  const whole = built(tf.layers.dense({ units: 4 }), [null, 16]);
  assertEquals(multiplyAddsOf(whole), 16 * 4);
  const words = { inputDim: 100, outputDim: 16, order: 2, rank: 3 };
  assertEquals(multiplyAddsOf(built(new Word2Ket(words), [null])), 3 * 16);
});

Deno.test("multiplyAddsOf() takes no weights of single entries for a matrix", () => {
  const shape = [null, 5, 6];
  assertEquals(multiplyAddsOf(built(tf.layers.prelu(), shape)), 0);
  const normalization = tf.layers.layerNormalization({ axis: [1, 2] });
  assertEquals(multiplyAddsOf(built(normalization, shape)), 0);
});

Deno.test("multiplyAddsOf() counts the table that an output is tied to", () => {
  const words = { inputDim: 1000, outputDim: 32 };
  const tied = (embedding: tf.layers.Layer) => {
    built(embedding, [null]);
    return multiplyAddsOf(built(new TiedOutput({ embedding }), [null, 32]));
  };
  assertEquals(tied(tf.layers.embedding(words)), 32_000);
  const factors = { inputFactors: [25, 40], outputFactors: [4, 8] };
  const factored = new Word2KetXS({ ...words, ...factors, order: 2, rank: 3 });
  // 4 × 8 to 4 × 40 to 25 × 40
  assertEquals(tied(factored), 3 * (4 * 8 * 40 + 4 * 40 * 25));
});

Deno.test("denseParametersOf() counts no bias of a LowRankDense that has none", () => {
  for (const useBias of [true, false]) {
    const layer = new LowRankDense({ units: 6, rank: 1, useBias });
    layer.build([null, 5]);
    assertEquals(denseParametersOf(layer), useBias ? 36 : 30);
  }
});
