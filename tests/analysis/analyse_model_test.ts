import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { analyseModel } from "../../lib/analysis/analyse_model.ts";
import { tf } from "../../lib/engine/tf.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import type { KroneckerProducts } from "../../lib/op/kronecker_products.ts";

/** A layer as `analyseModel` knows factored ones: by its method `kronecker()`. */
class Factored extends tf.layers.Layer {
  static readonly className = "FactoredForTest";

  constructor(readonly k: KroneckerProducts) {
    super({});
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return Array.isArray(inputs) ? inputs[0] : inputs;
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape {
    return [...(shape as tf.Shape).slice(0, -1), this.k.columns];
  }

  kronecker(): KroneckerProducts {
    return this.k;
  }
}

function products(rank: number, seed: number): KroneckerProducts {
  const factor = (offset: number) =>
    tf.randomNormal<tf.Rank.R3>([rank, 4, 4], 0, 1, "float32", seed + offset);
  return { rows: 16, columns: 16, factors: [factor(0), factor(1)] };
}

Deno.test("analyseModel() sees ranks multiply over a stack of factored layers", () => {
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [16] }));
  for (const seed of [1, 11, 21]) model.add(new Factored(products(3, seed)));
  const { layers, stacks } = analyseModel(model);
  assertEquals(layers.map((each) => each.kroneckerSpectrum!.rank), [3, 3, 3]);
  assertEquals(layers.map((each) => each.spectrum!.rank), [16, 16, 16]);
  assertEquals(layers[0].parameters, 96);
  assertEquals(stacks.length, 1);
  assertEquals(stacks[0].layers.length, 3);
  assertEquals(stacks[0].kroneckerSpectrum!.rank, 16);
  assertEquals(stacks[0].parameters, 288);
  assertEquals(stacks[0].denseParameters, 256);
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
