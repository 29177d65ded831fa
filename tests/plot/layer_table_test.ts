import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { layerTable } from "../../lib/plot/layer_table.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("layerTable() tells the sizes of the factors and what they save", () => {
  const layer = new KroneckerDense({ units: 10, rank: 2, name: "k" });
  layer.build([null, 64]);
  assertEquals(layerTable(layer), {
    columns: ["layer", "k"],
    rows: [
      ["kind", "KroneckerDense"],
      ["kernel", "[64, 10] = Σ of 2 terms [8, 4] ⊗ [8, 3]"],
      ["bias", "[10]"],
      ["parameters", 2 * (32 + 24) + 10],
      ["dense parameters", 650],
      ["times smaller", 650 / 122],
    ],
  });
});

Deno.test("layerTable() names each matrix of a layer with several", () => {
  const layer = new FeedForward({
    units: 16,
    factored: { rank: 1 },
    name: "f",
  });
  layer.build([null, 4]);
  assertEquals(layerTable(layer).rows.slice(1, 5), [
    ["inner", "[4, 16] = [2, 4] ⊗ [2, 4]"],
    ["outer", "[16, 4] = [4, 2] ⊗ [4, 2]"],
    ["inner_bias", "[16]"],
    ["outer_bias", "[4]"],
  ]);
});

Deno.test("layerTable() shows the weights of a layer without sums of products", () => {
  const dense = tf.layers.dense({ units: 3, name: "d" });
  dense.build([null, 2]);
  assertEquals(layerTable(dense).rows, [
    ["kind", "Dense"],
    ["kernel", "[2, 3]"],
    ["bias", "[3]"],
    ["parameters", 9],
  ]);
  const thin = new LowRankDense({ units: 8, rank: 1, useBias: false });
  thin.build([null, 8]);
  assertEquals(layerTable(thin).rows.slice(1), [
    ["left", "[8, 1]"],
    ["right", "[1, 8]"],
    ["parameters", 16],
    ["dense parameters", 64],
    ["times smaller", 4],
  ]);
});

Deno.test("layerTable() shows what a layer without weights was asked for", () => {
  const layer = new KroneckerDense({
    units: 10,
    rank: 2,
    outputFactors: [2, 5],
    name: "k",
  });
  assertEquals(layerTable(layer).rows, [
    ["kind", "KroneckerDense"],
    ["units", 10],
    ["rank", 2],
    ["order", 2],
    ["outputFactors", "[2, 5]"],
    ["weights", "none yet: drawn when it is first applied"],
  ]);
});

Deno.test("layerTable() tells which matrices of a layer without weights will be factored", () => {
  const attention = { numHeads: 2, keyDim: 4, name: "a" };
  const factored = (layer: tf.layers.Layer) =>
    layerTable(layer).rows.find(([name]) => name === "factored")?.[1];
  assertEquals(factored(new MultiHeadAttention(attention)), undefined);
  assertEquals(
    factored(new MultiHeadAttention({ ...attention, factored: { rank: 2 } })),
    "rank 2, order 2",
  );
  const some = { query: { rank: 2 }, value: { rank: 1, order: 3 } };
  assertEquals(
    factored(new MultiHeadAttention({ ...attention, factored: some })),
    "query: rank 2, order 2; value: rank 1, order 3",
  );
  const forward = { rank: 3, inputFactors: [2, 4] };
  assertEquals(
    factored(new FeedForward({ units: 16, factored: forward })),
    "rank 3, order 2, inputFactors [2, 4]",
  );
});

Deno.test("layerTable() shows the factors of a layer that has no sum to show", () => {
  const layer = new Word2Ket({ inputDim: 9, outputDim: 4, order: 2, rank: 1 });
  layer.build();
  assertEquals(layerTable(layer).rows.slice(1, 3), [
    ["factor_1", "[9, 1, 2]"],
    ["factor_2", "[9, 1, 2]"],
  ]);
});

Deno.test("layerTable() refuses what is no layer", () =>
  assertRefusesArguments("show a layer", layerTable, [
    [[], "it must be a layer: got undefined"],
    [[KroneckerDense], "it must be a layer: got a function"],
  ]));
