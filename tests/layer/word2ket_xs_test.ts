import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { balancedFactors } from "../../lib/shape/balanced_factors.ts";
import { embeddingCases } from "../support/arbitrary_ids.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testLayerLaws } from "../support/layer_laws.ts";
import { overfit, testTraining } from "../support/overfit.ts";
import { writtenOut } from "../support/written_out.ts";

testLayerLaws(Word2KetXS, embeddingCases);

/** Published counts: word2ket, ICLR 2020, tables 1 to 3. */
const PUBLISHED = [
  { inputDim: 30_428, outputDim: 400, order: 2, rank: 10, count: 70_000 },
  { inputDim: 30_428, outputDim: 256, order: 4, rank: 1, count: 224 },
  { inputDim: 32_011, outputDim: 400, order: 2, rank: 30, count: 214_800 },
  { inputDim: 32_011, outputDim: 400, order: 2, rank: 10, count: 71_600 },
  { inputDim: 32_011, outputDim: 1000, order: 3, rank: 10, count: 9_600 },
  { inputDim: 118_655, outputDim: 300, order: 2, rank: 2, count: 24_840 },
  { inputDim: 118_655, outputDim: 300, order: 4, rank: 1, count: 380 },
];

for (const { count, ...sizes } of PUBLISHED) {
  const { inputDim, outputDim, order, rank } = sizes;
  Deno.test(
    `Word2KetXS ${order}/${rank} of ${inputDim} × ${outputDim} has the published ${count} parameters`,
    () => {
      const layer = new Word2KetXS(sizes);
      layer.build();
      assertEquals(layer.countParams(), count);
    },
  );
}

/** How many parameters of an order-4 table of 118 655 × 300 no entry depends on. */
function unreachable(inputFactors: number[], outputFactors: number[]): number {
  const layer = new Word2KetXS({
    inputDim: 118_655,
    outputDim: 300,
    order: 4,
    rank: 1,
    inputFactors,
    outputFactors,
    embeddingsInitializer: "ones",
  });
  layer.build();
  // each row of each factor, as far as it belongs to a word
  const ids = inputFactors.flatMap((factor, j) => {
    const step = inputFactors.slice(j + 1).reduce((a, b) => a * b, 1);
    return Array.from({ length: factor }, (_, digit) => digit * step);
  }).filter((id) => id < 118_655);
  const { grads } = tf.variableGrads(() =>
    tf.sum(layer.apply(tf.tensor1d(ids, "int32")) as tf.Tensor).asScalar()
  );
  return Object.values(grads).reduce(
    (count, gradient) =>
      count + gradient.dataSync().filter((slope) => slope === 0).length,
    0,
  );
}

Deno.test("Word2KetXS hides 41 of 380 parameters with uniform factors, none with balanced", () => {
  assertEquals(unreachable([19, 19, 19, 19], [5, 5, 5, 5]), 41);
  const [rows, columns] = [118_655, 300].map((size) =>
    balancedFactors(size, 4)
  );
  assertEquals(unreachable(rows, columns), 0);
});

Deno.test("Word2KetXS draws tables of the deviation of tf.layers.embedding", () => {
  for (const [order, rank] of [[1, 1], [2, 8], [3, 20]]) {
    const layer = new Word2KetXS({
      inputDim: 343,
      outputDim: 343,
      order,
      rank,
      seed: 11,
    });
    layer.build();
    const variance = tf.tidy(() =>
      tf.moments(
        layer.apply(tf.range(0, 343, 1, "int32")) as tf.Tensor,
      ).variance.dataSync()[0]
    );
    const dense = 0.1 ** 2 / 12; // uniform in ±0.05
    assert(
      Math.abs(variance / dense - 1) < 0.25, // few independent draws of high products
      `order ${order}: variance ${variance}, dense ${dense}`,
    );
  }
});

for (const Layer of [Word2Ket, Word2KetXS]) {
  Deno.test(`${Layer.className} draws tables of the deviation of a given initializer`, () => {
    const named = [
      ["randomUniform", 0.1 ** 2 / 12],
      ["randomNormal", 0.05 ** 2],
      ["glorotUniform", 2 / (343 + 64)],
      ["orthogonal", 1 / 343],
      ["leCunUniform", 1 / 343],
      ["heNormal", 2 / 343],
    ] as const;
    for (const [embeddingsInitializer, variance] of named) {
      for (const [order, rank] of [[2, 8], [3, 20]]) {
        const sizes = { inputDim: 343, outputDim: 64, order, rank };
        const layer = new Layer({ ...sizes, embeddingsInitializer, seed: 11 });
        const rows = layer.apply(tf.range(0, 343, 1, "int32")) as tf.Tensor;
        const drawn = tf.mean(tf.square(rows)).dataSync()[0];
        assertAlmostEquals(drawn / variance, 1, 0.35); // as for KroneckerDense
      }
    }
  });
}

for (const Layer of [Word2Ket, Word2KetXS]) {
  Deno.test(`${Layer.className} of zeros draws all but the last factors as by default`, () => {
    const sizes = { inputDim: 9, outputDim: 8, order: 3, rank: 2, seed: 1 };
    const [whole, zero] = [undefined, "zeros" as const].map((initializer) => {
      const layer = new Layer({
        ...sizes,
        ...initializer && { embeddingsInitializer: initializer },
      });
      layer.build();
      return layer.getWeights();
    });
    assertAllClose(zero[0], whole[0]);
    assertAllClose(zero[1], whole[1]);
    assertAllClose(zero[2], tf.zerosLike(whole[2]));
  });
}

Deno.test("Word2KetXS.kronecker() is the table of its lookups", () => {
  const layer = new Word2KetXS({
    inputDim: 10,
    outputDim: 7,
    order: 2,
    rank: 3,
    inputFactors: [2, 5],
    outputFactors: [4, 2],
    seed: 1,
  });
  const rows = layer.apply(tf.range(0, 10, 1, "int32")) as tf.Tensor;
  assertAllClose(rows, writtenOut(layer.kronecker()));
});

Deno.test("Word2KetXS hides the ids of 0 under maskZero", () => {
  const layer = new Word2KetXS({
    inputDim: 5,
    outputDim: 2,
    order: 1,
    rank: 1,
    maskZero: true,
  });
  const mask = layer.computeMask(tf.tensor2d([[0, 3]], [1, 2], "int32"));
  assertEquals(mask.arraySync(), [[0, 1]]);
});

Deno.test("Word2KetXS applies an initializer that draws nothing, regularizer and constraint to each factor", () => {
  const layer = new Word2KetXS({
    inputDim: 9,
    outputDim: 4,
    order: 2,
    rank: 1,
    embeddingsInitializer: "ones",
    embeddingsRegularizer: "l1l2",
    embeddingsConstraint: "unitNorm",
  });
  const model = tf.sequential({ layers: [layer] });
  const [loss] = (layer as unknown as { losses: (() => tf.Scalar)[] }).losses;
  assertAllClose(loss(), 0.01 * 6 + 0.01 * 6); // 3 × 2 ones, l1 and l2 of 0.01
  model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  const config = layer.getConfig();
  assertEquals(
    (config.embeddingsConstraint as { className: string }).className,
    "UnitNorm",
  );
});

Deno.test("Word2KetXS comes first in a sequential model like an embedding", () => {
  const model = tf.sequential({
    layers: [
      new Word2KetXS({
        inputDim: 9,
        outputDim: 4,
        order: 2,
        rank: 1,
        inputLength: 3,
      }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2 }),
    ],
  });
  assertEquals(model.outputShape, [null, 2]);
  const ids = tf.tensor2d([[1, 2, 8]], [1, 3], "int32");
  assertEquals((model.predict(ids) as tf.Tensor).shape, [1, 2]);
});

const SIZES = { inputDim: 10, outputDim: 6, order: 2, rank: 1 };

for (
  const [args, message] of [
    [{ rank: 0 }, "rank must be an integer >= 1: got 0"],
    [{ order: 0 }, "order must be an integer >= 1: got 0"],
    [{ inputDim: 2.5 }, "inputDim must be an integer >= 1: got 2.5"],
    [{ outputDim: -6 }, "outputDim must be an integer >= 1: got -6"],
    [
      { inputFactors: [3, 3] },
      "the product of inputFactors must be at least 10: got 3 · 3 = 9",
    ],
    [
      { outputFactors: [2, 2] },
      "the product of outputFactors must be at least 6: got 2 · 2 = 4",
    ],
    [
      { inputFactors: [2.5, 4] },
      "inputFactors[0] must be an integer >= 1: got 2.5",
    ],
    [
      { inputFactors: [10] },
      "inputFactors must be 2 factors, one for each of the order: got [10]",
    ],
  ] as const
) {
  Deno.test(`Word2KetXS refuses ${JSON.stringify(args)}`, () => {
    const error = assertThrows(
      () => new Word2KetXS({ ...SIZES, ...args }),
      RangeError,
    );
    assertEquals(error.message, `Cannot make a Word2KetXS layer as ${message}`);
  });
}

for (
  const [id, message] of [
    [1.5, "each id must be a whole number: got 1.5"],
    [-1, "each id must be in [0, 10): got -1"],
    [10, "each id must be in [0, 10): got 10"],
  ] as const
) {
  Deno.test(`Word2KetXS refuses the id ${id}`, () => {
    const layer = new Word2KetXS(SIZES);
    const error = assertThrows(
      () => layer.apply(tf.tensor2d([[0, id]])),
      RangeError,
    );
    assertEquals(error.message, `Cannot look up rows as ${message}`);
  });
}

Deno.test("Word2KetXS.kronecker() refuses to read weights that it does not have", () => {
  const error = assertThrows(
    () => new Word2KetXS({ ...SIZES, name: "words" }).kronecker(),
    Error,
  );
  assertEquals(
    error.message,
    "Cannot read the table of words as it must be applied or built first: it has no weights yet",
  );
});

Deno.test("Word2KetXS with a seeded initializer draws no two factors alike", () => {
  const factors = (seed?: number) => {
    const layer = new Word2KetXS({
      inputDim: 16,
      outputDim: 16,
      order: 2,
      rank: 2,
      embeddingsInitializer: tf.initializers.randomNormal({ seed: 3 }),
      ...seed !== undefined && { seed },
    });
    layer.build();
    return layer.kronecker().factors.map((factor) => factor.arraySync());
  };
  const [a, b] = factors();
  assertNotEquals(a, b);
  assertEquals(factors(), [a, b]);
  assertEquals(factors(1), factors(1));
  assertNotEquals(factors(1), [a, b]);
});

Deno.test("Word2KetXS refuses ids of float32 that int32 can't hold", () => {
  const layer = new Word2KetXS({
    inputDim: 16,
    outputDim: 4,
    order: 2,
    rank: 1,
  });
  for (const id of [2 ** 32, 3e9, -1]) {
    assertEquals(
      assertThrows(() => layer.apply(tf.tensor1d([id])), RangeError).message,
      `Cannot look up rows as each id must be in [0, 16): got ${id}`,
    );
  }
});

Deno.test("Word2KetXS takes a batchSize, as tf.layers.embedding does", () => {
  const args = { inputDim: 9, outputDim: 4, inputLength: 3, batchSize: 5 };
  const factored = { ...args, order: 2, rank: 1 };
  for (
    const layer of [
      tf.layers.embedding(args),
      new Word2KetXS(factored),
      new Word2Ket(factored),
    ]
  ) {
    assertEquals(tf.sequential({ layers: [layer] }).inputs[0].shape, [5, 3]);
  }
});

for (const Class of [Word2Ket, Word2KetXS]) {
  Deno.test(`${Class.className} makes no mask but under maskZero`, () => {
    const layer = new Class(SIZES);
    assertEquals(layer.computeMask(tf.tensor1d([0, 1], "int32")), null);
  });

  Deno.test(`${Class.className} takes a regularizer of activity for what tf.layers.embedding does`, () => {
    const args = { ...SIZES, activityRegularizer: "l1l2" as const };
    const { order: _, rank: __, ...whole } = args;
    const said = [tf.layers.embedding(whole), new Class(args)].map((layer) =>
      assertThrows(() => layer.apply(tf.tensor1d([1], "int32"))).message
    );
    assertEquals(said[1], said[0]);
  });
}

Deno.test("Word2KetXS draws no two factors alike from a large seed", () => {
  for (const seed of [2 ** 45, Number.MAX_SAFE_INTEGER]) {
    const layer = new Word2KetXS({
      inputDim: 9,
      outputDim: 9,
      order: 2,
      rank: 1,
      seed,
    });
    layer.build();
    const [first, second] = layer.getWeights();
    assertNotEquals(first.arraySync(), second.arraySync());
  }
});

testTraining(
  "Word2KetXS learns 32 samples by heart without leaking tensors",
  () => {
    const ids = tf.range(0, 32, 1, "int32");
    const target = tf.randomNormal([32, 4], 0, 1, "float32", 1);
    const sizes = { inputDim: 32, outputDim: 4, order: 2, rank: 12 }; // any table
    const { loss, tensors } = overfit(
      new Word2KetXS({ ...sizes, seed: 2 }),
      ids,
      target,
    );
    assert(loss < 1e-4, `loss ${loss}`);
    assertEquals(tensors, 0);
  },
);
