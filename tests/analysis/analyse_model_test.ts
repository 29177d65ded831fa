import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { analyseModel } from "../../lib/analysis/analyse_model.ts";
import { tf } from "../../lib/engine/tf.ts";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("analyseModel() sees ranks multiply over a stack of factored layers", () => {
  const model = tf.sequential();
  for (const seed of [1, 11, 21]) {
    model.add(
      new KroneckerDense({
        units: 16,
        rank: 3,
        inputFactors: [4, 4],
        outputFactors: [4, 4],
        activation: "relu",
        seed,
        ...seed === 1 && { inputShape: [16] },
      }),
    );
  }
  const counted: [number, number][] = [];
  const { layers, stacks } = analyseModel(model, {
    onKernel: (...count) => counted.push(count),
  });
  assertEquals(counted, [[1, 4], [2, 4], [3, 4], [4, 4]]);
  assertEquals(layers.map((each) => each.kroneckerSpectrum!.rank), [3, 3, 3]);
  assertEquals(layers.map((each) => each.spectrum!.rank), [16, 16, 16]);
  assertEquals(layers[0].parameters, 96);
  assertEquals(stacks.length, 1);
  assertEquals(stacks[0].layers.length, 3);
  assertEquals(stacks[0].kroneckerSpectrum!.rank, 16);
  assertEquals(stacks[0].parameters, 288);
  assertEquals(stacks[0].denseParameters, 256);
  model.dispose();
});

Deno.test("analyseModel() knows a low-rank layer as a sum of Kronecker products", () => {
  const model = tf.sequential({
    layers: [new LowRankDense({ units: 6, rank: 2, inputShape: [8], seed: 1 })],
  });
  const { layers: [kernel] } = analyseModel(model);
  assertEquals(kernel.shape, [8, 6]);
  assertEquals(kernel.parameters, 28);
  assertEquals([kernel.spectrum!.rank, kernel.kroneckerSpectrum!.rank], [2, 2]);
  model.dispose();
});

Deno.test("analyseModel() knows the matrices of attention and feed-forward parts", () => {
  const model = tf.sequential({
    layers: [
      new MultiHeadAttention({
        numHeads: 2,
        keyDim: 8,
        factored: { query: { rank: 2 }, value: { rank: 3 } },
        inputShape: [4, 16],
        name: "attention",
        seed: 1,
      }),
      new FeedForward({
        units: 32,
        factored: { rank: 1 },
        name: "between",
        seed: 1,
      }),
      tf.layers.timeDistributed({
        layer: tf.layers.dense({ units: 4, name: "inner" }),
        name: "each",
      }),
    ],
  });
  const { layers, stacks } = analyseModel(model);
  assertEquals(
    layers.map(({ layers: [layer], shape, parameters, kroneckerSpectrum }) => [
      layer,
      shape,
      parameters,
      kroneckerSpectrum!.rank,
    ]),
    [
      ["attention/query", [16, 16], 64, 2],
      ["attention/key", [16, 16], 256, 16],
      ["attention/value", [16, 16], 96, 3],
      ["attention/output", [16, 16], 256, 16],
      ["between/inner", [16, 32], 4 * 4 + 4 * 8, 1],
      ["between/outer", [32, 16], 4 * 4 + 4 * 8, 1],
      ["each/inner", [16, 4], 64, 8],
    ],
  );
  assertEquals(stacks, []);
});

Deno.test("analyseModel() reads dense and embedding kernels and what follows what", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 6, outputDim: 4, inputLength: 3 }),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.dense({
        units: 4,
        weights: [tf.diag(tf.tensor1d([4, 2, 1, 0])), tf.zeros([4])],
      }),
      tf.layers.flatten(), // changes the size: the chain ends here
      tf.layers.dense({ units: 2 }),
    ],
  });
  const { layers, stacks } = analyseModel(model);
  assertEquals(layers.map(({ shape }) => shape), [[6, 4], [4, 4], [12, 2]]);
  const { spectrum, split } = layers[1];
  assertEquals(spectrum!.values, [4, 2, 1, 0]);
  assertEquals(spectrum!.rank, 3);
  assertEquals(spectrum!.condition, Infinity);
  assertAlmostEquals(spectrum!.stableRank, 21 / 16);
  assertEquals(split, { rowFactors: [2, 2], columnFactors: [2, 2] });
  assertEquals(stacks.map((stack) => stack.shape), [[6, 4]]);
  assert(stacks[0].spectrum!.rank <= 3);
  model.dispose();
});

Deno.test("analyseModel() looks into a layer that starts at 0, and into the others", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [4] }),
      new KroneckerDense({ units: 4, rank: 2, kernelInitializer: "zeros" }),
    ],
  });
  const { layers: [whole, zero], stacks: [product] } = analyseModel(model);
  assertEquals(whole.spectrum!.rank, 4);
  for (const kernel of [zero, product]) {
    const { rank, effectiveRank } = kernel.kroneckerSpectrum!;
    assertEquals([rank, effectiveRank], [0, 0]);
  }
  model.dispose();
});

Deno.test("analyseModel() analyses a cut word2ketXS table whole and cut", () => {
  const embedding = new Word2KetXS({
    inputDim: 10,
    outputDim: 7,
    order: 2,
    rank: 2,
  });
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [3], dtype: "int32" }));
  model.add(embedding);
  const { layers: [table], stacks } = analyseModel(model);
  assertEquals(table.shape, [10, 7]);
  assertEquals(table.kroneckerSpectrum!.rank, 2);
  assertEquals(table.spectrum!.values.length, 7);
  assertEquals(stacks, []);
  model.dispose();
});

Deno.test("analyseModel() ends a chain at a layer whose weights it does not know", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [5] }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 3 }),
      tf.layers.activation({ activation: "relu" }),
      tf.layers.dense({ units: 2 }),
    ],
  });
  const { stacks } = analyseModel(model);
  assertEquals(stacks.map(({ shape }) => shape), [[3, 2]]);
  model.dispose();
});

Deno.test("analyseModel() leaves spectra out past the largest kernel, and no tensor behind", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 4, inputShape: [4] })],
  });
  const { numTensors } = tf.memory();
  const { layers } = analyseModel(model, { mostEntries: 15 });
  assertEquals(layers[0].spectrum, undefined);
  assertEquals(analyseModel(model).layers[0].spectrum!.rank, 4);
  assertEquals(tf.memory().numTensors, numTensors);
  model.dispose();
});

Deno.test("analyseModel() names the weight that is no number", () => {
  const weights = [tf.tensor2d([[1, NaN], [0, 1]]), tf.zeros([2])];
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [2], weights })],
  });
  const error = assertThrows(() => analyseModel(model), RangeError);
  assertEquals(
    error.message,
    "Cannot take singular values as every entry must be finite: got NaN at [0, 1]",
  );
  model.dispose();
});

Deno.test("analyseModel() takes a layer that is used twice, and those of nested models", () => {
  const [x, y] = [tf.input({ shape: [4] }), tf.input({ shape: [4] })];
  const shared = tf.layers.dense({ units: 4, name: "shared" });
  const sum = tf.layers.add().apply(
    [x, y].map((each) => shared.apply(each) as tf.SymbolicTensor),
  ) as tf.SymbolicTensor;
  const inner = tf.sequential({
    name: "inner",
    layers: [
      tf.layers.dense({ units: 4, name: "first", inputShape: [4] }),
      tf.layers.dense({ units: 4, name: "second" }),
    ],
  });
  const model = tf.model({
    inputs: [x, y],
    outputs: inner.apply(sum) as tf.SymbolicTensor,
  });
  const { layers, stacks } = analyseModel(model);
  assertEquals(layers.map(({ layers }) => layers), [
    ["shared"],
    ["inner/first"],
    ["inner/second"],
  ]);
  assertEquals(stacks.map(({ layers }) => layers), [
    ["inner/first", "inner/second"],
  ]);
});

Deno.test("analyseModel() ends a chain where another axis becomes the last", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [4, 4] }),
      tf.layers.permute({ dims: [2, 1] }),
      tf.layers.dense({ units: 4 }),
    ],
  });
  assertEquals(analyseModel(model).stacks, []);
});

Deno.test("analyseModel() refuses what is no model", () => {
  const error = assertThrows(
    () => analyseModel(42 as unknown as tf.LayersModel),
    TypeError,
  );
  assertEquals(
    error.message,
    "Cannot analyse the model as it must be a model of layers, sequential or functional: got 42",
  );
});

Deno.test("analyseModel() begins a chain behind a layer that is used twice", () => {
  const [x, y] = [tf.input({ shape: [4] }), tf.input({ shape: [4] })];
  const shared = tf.layers.dense({ units: 4, name: "shared" });
  const [one, two] = [x, y].map((each) =>
    shared.apply(each) as tf.SymbolicTensor
  );
  const model = tf.model({
    inputs: [x, y],
    outputs: [
      tf.layers.dense({ units: 2 }).apply(one) as tf.SymbolicTensor,
      two,
    ],
  });
  assertEquals(analyseModel(model).stacks, []);
});

Deno.test("analyseModel() ends a chain where it branches", () => {
  const inputs = tf.input({ shape: [4] });
  const [a, b, c] = ["a", "b", "c"].map((name) =>
    tf.layers.dense({ units: 4, name })
  );
  const stem = a.apply(inputs) as tf.SymbolicTensor;
  const outputs = [b, c].map((each) => each.apply(stem) as tf.SymbolicTensor);
  const { stacks } = analyseModel(tf.model({ inputs, outputs }));
  assertEquals(stacks.map(({ layers }) => layers), [["a", "b"]]);
});

Deno.test("analyseModel() leaves spectra out where a kernel of a chain is too large", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 64, inputShape: [4] }),
      tf.layers.dense({ units: 4 }),
    ],
  });
  const { stacks } = analyseModel(model, { mostEntries: 255 });
  assertEquals(stacks[0].spectrum, undefined);
  assertEquals(
    analyseModel(model, { mostEntries: 256 }).stacks[0].spectrum!.rank,
    4,
  );
  model.dispose();
});

Deno.test("analyseModel() leaves no tensor of a factored kernel behind", () => {
  const model = tf.sequential({
    layers: [new KroneckerDense({ units: 4, rank: 1, inputShape: [4] })],
  });
  const { numTensors } = tf.memory();
  analyseModel(model);
  assertEquals(tf.memory().numTensors, numTensors);
  model.dispose();
});

Deno.test("analyseModel() refuses an option that there is not", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [4] })],
  });
  await assertRefusesArguments("analyse the model", analyseModel, [
    [
      [model, { mostEntrys: 1 }],
      "each option must be one of relativeTolerance, mostEntries, onKernel: got mostEntrys (did you mean mostEntries?)",
    ],
  ]);
});
