import { assert, assertEquals, assertThrows } from "@std/assert";
import { summarize } from "../../lib/convert/summarize.ts";
import { tf } from "../../lib/engine/tf.ts";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

function model(): tf.LayersModel {
  const words = { inputDim: 400, outputDim: 16, order: 2, rank: 3 };
  return tf.sequential({
    name: "all",
    layers: [
      new Word2KetXS({ ...words, name: "words", inputLength: 5 }),
      new FeedForward({ name: "forward", units: 64, factored: { rank: 2 } }),
      new KroneckerDense({ name: "factored", units: 64, rank: 2 }),
      new LowRankDense({ name: "thin", units: 16, rank: 2 }),
      tf.layers.dense({ name: "whole", units: 4 }),
    ],
  });
}

Deno.test("summarize() counts parameters and multiply–adds of each layer", () => {
  const { rows, total } = summarize(model(), { print: null });
  assertEquals(
    rows.map(({ layer, denseParameters, parameters, multiplyAdds }) => [
      layer,
      denseParameters,
      parameters,
      multiplyAdds,
    ]),
    [
      ["words", 6400, 3 * (20 * 4 + 20 * 4), 5 * 3 * 16],
      // 4·4 × 8·8 and back: 2 · (16·8 + 32·8) and 2 · (64·4 + 32·4) a position
      ["forward", 2 * 16 * 64 + 80, 2 * 2 * 64 + 80, 5 * 2 * (384 + 384)],
      ["factored", 16 * 64 + 64, 2 * 64 + 64, 5 * 2 * 384],
      ["thin", 64 * 16 + 16, 2 * 80 + 16, 5 * 2 * 80],
      ["whole", 68, 68, 5 * 64],
    ],
  );
  assertEquals(total.parameters, model().countParams());
  assertEquals(total.shape, [null, 5, 4]);
  assertEquals(total.ratio, total.denseParameters / total.parameters);
});

Deno.test("summarize() looks into tf.layers.timeDistributed", () => {
  const layer = new KroneckerDense({ name: "inner", units: 64, rank: 2 });
  const model = tf.sequential({
    layers: [
      tf.layers.timeDistributed({ name: "each", layer, inputShape: [3, 16] }),
    ],
  });
  const { rows: [row] } = summarize(model, { print: null });
  assertEquals(row, {
    layer: "each/inner",
    kind: "KroneckerDense",
    shape: [null, 3, 64],
    denseParameters: 16 * 64 + 64,
    parameters: 2 * 64 + 64,
    ratio: 1088 / 192,
    multiplyAdds: 3 * 2 * 384,
  });
});

Deno.test("summarize() knows the table of a word2ket embedding", () => {
  const sizes = {
    inputDim: 100,
    outputDim: 16,
    order: 2,
    rank: 1,
    inputLength: 2,
  };
  const layers = [new Word2Ket(sizes)];
  const { rows: [row] } = summarize(tf.sequential({ layers }), { print: null });
  assertEquals([row.denseParameters, row.parameters], [1600, 800]);
});

Deno.test("summarize() prints the table and shows it in a notebook", () => {
  const printed: string[] = [];
  const summary = summarize(model(), { print: (text) => printed.push(text) });
  assertEquals(printed, [summary.toString()]);
  assertEquals(printed[0].split("\n").slice(0, 2), [
    "layer     kind            shape           dense parameters  parameters  ratio  multiply–adds",
    "words     Word2KetXS      [batch, 5, 16]             6,400         480   13.3            240",
  ]);
  const display =
    (summary as unknown as Record<symbol, () => Record<string, string>>)
      [Symbol.for("Jupyter.display")]();
  assertEquals(display["text/plain"], printed[0]);
  assert(
    display["text/html"].startsWith(
      '<table><thead><tr><th style="text-align:left">layer</th>',
    ),
  );
});

Deno.test("summarize() prints for console.log what it prints itself", () => {
  const summary = summarize(model(), { print: null });
  assertEquals(Deno.inspect(summary), summary.toString());
  assertEquals(Object.getOwnPropertySymbols({ ...summary }), []);
});

Deno.test("summarize() refuses what is no model, or knows no input", () => {
  const message = (model: unknown) =>
    assertThrows(
      () => summarize(model as tf.LayersModel, { print: null }),
      TypeError,
    ).message;
  assertEquals(
    message(42),
    "Cannot summarize the model as it must be a model of layers, sequential or functional: got 42",
  );
  assertEquals(
    message(tf.sequential({ name: "empty" })),
    "Cannot summarize empty as it must know its input: its first layer has no inputShape",
  );
});

Deno.test("summarize() shows the kinds of layers as text, whatever is in them", () => {
  class Odd extends tf.layers.Layer {
    static className = "a<b>&c";
  }
  const model = tf.sequential({
    layers: [new Odd({ name: "odd", inputShape: [1] })],
  });
  const summary = summarize(model, { print: null });
  const display = Symbol.for("Jupyter.display");
  const { "text/html": html } =
    (summary as unknown as Record<symbol, () => Record<string, string>>)
      [display]();
  assert(html.includes("a&lt;b>&amp;c"), html);
});

Deno.test("summarize() refuses an option that there is not, and a print that is none", () =>
  assertRefusesArguments("summarize the model", summarize, [
    [
      [model(), { prin: null }],
      "each option must be one of print: got prin (did you mean print?)",
    ],
    [
      [model(), { print: false }],
      "print must be a function of the text, or null to print nothing: got false",
    ],
  ]));

Deno.test("summarize() counts each place of a shared layer, whatever its shape there", () => {
  const words = tf.layers.embedding({ inputDim: 9, outputDim: 4, name: "e" });
  const dense = tf.layers.dense({ units: 3, name: "d" });
  const inputs = [5, 7].map((length) => tf.input({ shape: [length] }));
  const outputs = inputs.map((input) =>
    dense.apply(words.apply(input)) as tf.SymbolicTensor
  );
  // another model's use of the layer is none of this one
  tf.model({
    inputs: inputs[0],
    outputs: dense.apply(words.apply(inputs[0])) as tf.SymbolicTensor,
  });
  const { rows } = summarize(tf.model({ inputs, outputs }), { print: null });
  const row = rows.find(({ layer }) => layer === "d")!;
  assertEquals(row.shape, [null, 5, 3]);
  assertEquals(row.multiplyAdds, (5 + 7) * 4 * 3);
});

Deno.test("summarize() counts each place of a shared model", () => {
  const encoder = tf.sequential({
    name: "encoder",
    layers: [tf.layers.dense({ units: 3, inputShape: [4], name: "d" })],
  });
  const inputs = [0, 1].map(() => tf.input({ shape: [4] }));
  const outputs = inputs.map((input) =>
    encoder.apply(input) as tf.SymbolicTensor
  );
  const { rows } = summarize(tf.model({ inputs, outputs }), { print: null });
  const row = rows.find(({ layer }) => layer === "encoder/d")!;
  assertEquals(row.multiplyAdds, 2 * 4 * 3);
});

Deno.test("summarize() counts keys and values at each source of an attention", () => {
  for (const factored of [undefined, { key: { rank: 1 } }]) {
    const layer = new MultiHeadAttention({
      numHeads: 2,
      keyDim: 4,
      name: "cross",
      ...factored && { factored },
    });
    const inputs = [[7, 16], [9, 16]].map((shape) => tf.input({ shape }));
    const outputs = layer.apply(inputs) as tf.SymbolicTensor;
    const { rows } = summarize(tf.model({ inputs, outputs }), { print: null });
    const row = rows.find(({ layer }) => layer === "cross")!;
    const key = factored ? 4 * 4 * 2 + 4 * 2 * 4 : 16 * 8;
    assertEquals(row.multiplyAdds, 7 * 2 * 16 * 8 + 9 * (key + 16 * 8));
  }
});

Deno.test("summarize() counts an attention's keys and values at each step of tf.layers.timeDistributed", () => {
  const input = tf.input({ shape: [7, 16] });
  const layer = new MultiHeadAttention({ numHeads: 2, keyDim: 4, name: "own" });
  const output = layer.apply(input) as tf.SymbolicTensor;
  const inner = tf.model({ inputs: input, outputs: output, name: "inner" });
  const model = tf.sequential({
    layers: [
      tf.layers.timeDistributed({
        name: "each",
        layer: inner as unknown as tf.layers.Layer,
        inputShape: [3, 7, 16],
      }),
    ],
  });
  const { rows } = summarize(model, { print: null });
  const row = rows.find(({ layer }) => layer === "each/inner/own")!;
  assertEquals(row.multiplyAdds, 3 * 7 * 4 * 16 * 8);
});
