import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { kroneckersOf } from "../../lib/convert/layer_costs.ts";
import {
  shapeshift,
  shapeshiftDecisions,
} from "../../lib/convert/shapeshift.ts";
import type {
  LayerPlan,
  ShapeshiftPlan,
} from "../../lib/convert/shapeshift_plan.ts";
import { summarize } from "../../lib/convert/summarize.ts";
import { tf } from "../../lib/engine/tf.ts";
import { FeedForward } from "../../lib/layer/feed_forward.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { LowRankDense } from "../../lib/layer/low_rank_dense.ts";
import { MultiHeadAttention } from "../../lib/layer/multi_head_attention.ts";
import { Word2Ket } from "../../lib/layer/word2ket.ts";
import { Word2KetXS } from "../../lib/layer/word2ket_xs.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import { chooseFactorShapes } from "../../lib/shape/factor_shapes.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { testOnBackends } from "../support/backends.ts";

function mlp(): tf.Sequential {
  return tf.sequential({
    name: "mlp",
    layers: [
      tf.layers.dense({
        name: "first",
        units: 256,
        inputShape: [64],
        activation: "relu",
        biasInitializer: "ones",
      }),
      tf.layers.dense({ name: "second", units: 256, activation: "relu" }),
      tf.layers.dense({ name: "last", units: 10, activation: "softmax" }),
    ],
  });
}

/** Two inputs, one embedding and one encoder for both, attention in a nested model. */
function twoTower(): tf.LayersModel {
  const embedding = tf.layers.embedding({
    name: "embedding",
    inputDim: 900,
    outputDim: 32,
    maskZero: true,
  });
  const vectors = tf.input({ shape: [6, 32] });
  const attention = new MultiHeadAttention({
    name: "attention",
    numHeads: 4,
    keyDim: 8,
    seed: 1,
  });
  const inner = new FeedForward({ name: "inner", units: 64, seed: 2 });
  const encoder = tf.model({
    name: "encoder",
    inputs: vectors,
    outputs: inner.apply(attention.apply(vectors)) as tf.SymbolicTensor,
  });
  const [left, right] = ["left", "right"].map((name) =>
    tf.input({ name, shape: [6], dtype: "int32" })
  );
  const dense = tf.layers.dense({ name: "dense", units: 32 });
  const towers = [left, right].map((ids) =>
    dense.apply(encoder.apply(embedding.apply(ids))) as tf.SymbolicTensor
  );
  const both = tf.layers.concatenate({ name: "both" }).apply(towers);
  const outputs = tf.layers.dense({ name: "small", units: 1 }).apply(
    both,
  ) as tf.SymbolicTensor;
  return tf.model({ inputs: [left, right], outputs, name: "towers" });
}

const names = (model: tf.LayersModel) => model.layers.map(({ name }) => name);

testOnBackends(
  "shapeshift() keeps names, inputs, outputs and biases of a sequential model",
  () => {
    const model = mlp();
    const small = shapeshift(model, { ratio: 10 }, { seed: 1 });
    assertEquals(names(small), names(model));
    assertEquals(small.inputs[0].shape, model.inputs[0].shape);
    assertEquals(small.outputs[0].shape, model.outputs[0].shape);
    assert(small.layers[1] instanceof KroneckerDense);
    const [total, budget] = [small.countParams(), model.countParams() / 10];
    assert(total <= budget && total > 0.9 * budget, `${total} of ${budget}`);
    const [before, after] = [model, small].map(({ layers }) =>
      layers[0].getWeights().at(-1)!
    );
    assertAllClose(after, before);
    assertEquals((small.predict(tf.ones([3, 64])) as tf.Tensor).shape, [3, 10]);
  },
);

testOnBackends(
  "shapeshift() goes through nested models and keeps sharing",
  () => {
    const model = twoTower();
    const plan = {
      "encoder/att*": { rank: 2 },
      "*embedding": { rank: 16, order: 2 },
      "dense": { rank: 0.25 },
      "encoder/inner": { rank: 3 },
    };
    const small = shapeshift(model, plan, { seed: 1 });
    assertEquals(names(small), names(model));
    const { rows } = summarize(small, { print: null });
    assertEquals(
      rows.map(({ layer, kind }) => [layer, kind]).toSorted(),
      [
        ["both", "Concatenate"],
        ["dense", "KroneckerDense"],
        ["embedding", "Word2KetXS"],
        ["encoder/attention", "KronlabMultiHeadAttention"],
        ["encoder/inner", "FeedForward"],
        [
          rows.find(({ layer }) => layer.startsWith("encoder/input"))!.layer,
          "InputLayer",
        ],
        ["left", "InputLayer"],
        ["right", "InputLayer"],
        ["small", "Dense"],
      ].toSorted(),
    );
    const embedding = small.getLayer("embedding") as Word2KetXS;
    assertEquals(embedding.getWeights()[0].shape[0], 16);
    assertEquals(embedding.inboundNodes.length, 2);
    assertEquals(
      embedding.computeMask(tf.tensor2d([[0, 1]], [1, 2], "int32"))!
        .arraySync(),
      [[0, 1]] as never,
    );
    // 32 = 4·8 on both sides: entries 4·8 and 8·4, a quarter of 32
    assertEquals(
      (small.getLayer("dense") as KroneckerDense).getWeights()[0].shape[0],
      8,
    );
    const ids = tf.ones([2, 6], "int32");
    assertEquals((small.predict([ids, ids]) as tf.Tensor).shape, [2, 6, 1]);
    assertEquals(
      small.trainableWeights.length,
      new Set(small.trainableWeights).size,
    );
  },
);

testOnBackends(
  "shapeshift() leaves what would not get smaller and what is factored",
  () => {
    const model = twoTower();
    const plan = { "*": { rank: 30 } };
    const decisions = shapeshiftDecisions(model, plan);
    assertEquals(
      decisions.map((
        { layer, factored, reason },
      ) => [layer, factored?.rank ?? reason]),
      [
        ["embedding", 30],
        ["encoder/attention", "factored it would have 7680 parameters"],
        ["encoder/inner", "factored it would have 5760 parameters"],
        ["dense", "factored it would have 1920 parameters"],
        ["small", "factored it would have 480 parameters"],
      ],
    );
    const small = shapeshift(model, plan);
    assertEquals(shapeshiftDecisions(small, plan).map(({ layer }) => layer), [
      "encoder/attention",
      "encoder/inner",
      "dense",
      "small",
    ]);
    const kept = (model: tf.LayersModel) =>
      model.getLayer("dense").getWeights()[0];
    assertAllClose(kept(small), kept(model));
  },
);

testOnBackends(
  "shapeshift() shares a budget out with small ranks in attention and embeddings below the rest",
  () => {
    const model = twoTower();
    for (const ratio of [2, 4, 6]) {
      const small = shapeshift(model, { ratio });
      assert(small.countParams() <= model.countParams() / ratio);
      const ranks = Object.fromEntries(
        shapeshiftDecisions(model, { ratio }).map((
          { layer, factored },
        ) => [layer, factored?.rank ?? Infinity]),
      );
      assert(
        ranks["encoder/attention"] <= ranks["encoder/inner"],
        JSON.stringify(ranks),
      );
      const { rows, total } = summarize(small, { print: null });
      const embedding = rows.find(({ layer }) =>
        layer === "embedding"
      )!.parameters;
      assert(embedding <= total.parameters - embedding);
    }
    const small = shapeshift(model, { parameters: 5000 });
    assert(small.countParams() <= 5000);
  },
);

testOnBackends(
  "shapeshift() draws the same factors from the same seed and can be saved",
  async () => {
    const model = mlp();
    const [one, two, other] = [1, 1, 2].map((seed) =>
      shapeshift(model, { ratio: 20 }, { seed })
    );
    const x = tf.randomNormal([2, 64], 0, 1, "float32", 3);
    const [a, b, c] = [one, two, other].map((
      model,
    ) => [...(model.predict(x) as tf.Tensor).dataSync()]);
    assertEquals(a, b);
    assert(`${a}` !== `${c}`);
    const saved: tf.io.ModelArtifacts[] = [];
    await one.save(tf.io.withSaveHandler((artifacts) => {
      saved.push(artifacts);
      return Promise.resolve({
        modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
      });
    }));
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved[0]));
    assertEquals([...(loaded.predict(x) as tf.Tensor).dataSync()], a);
  },
);

/** A layer that TensorFlow.js can't make again. */
class Unknown extends tf.layers.Layer {
  static readonly className: string = "NotRegistered";
  override call(x: tf.Tensor): tf.Tensor {
    return x;
  }
}

Deno.test("shapeshift() says what does not fit", () => {
  const message = (
    f: () => unknown,
    kind: typeof RangeError | typeof TypeError = RangeError,
  ) => assertThrows(f, kind).message;
  const model = mlp();
  assertEquals(
    message(() => shapeshift(model, { "encoder/*": { rank: 1 } })),
    'Cannot shapeshift the model as each pattern must match one of its layers first, second, last: got "encoder/*"',
  );
  assertEquals(
    message(() => shapeshift(model, { ratio: 100 })),
    "Cannot shapeshift the model as ratio must be at most 60.62 with factors of order 2: got 100",
  );
  assertEquals(
    message(() => shapeshift(model, { parameters: 1000 })),
    "Cannot shapeshift the model as parameters must be at least 1402 with factors of order 2: got 1000",
  );
  assertEquals(
    message(() => shapeshift(model, { ratio: 0.5 })),
    "Cannot shapeshift the model as ratio must be at least 1: got 0.5",
  );
  assertEquals(
    message(() => shapeshift(model, { first: { rank: 1.5 } })),
    "Cannot shapeshift the model as rank of first must be an integer >= 1 or a fraction in (0, 1): got 1.5",
  );
  assertEquals(
    message(() =>
      shapeshift(model, { first: { rank: 1, inputFactors: [3, 4] } })
    ),
    "Cannot shapeshift first as the product of inputFactors must be at least 64: got 3 · 4 = 12",
  );
  assertEquals(
    message(
      () => shapeshift(tf.sequential({ name: "empty" }), { ratio: 2 }),
      TypeError,
    ),
    "Cannot shapeshift empty as it must know its input: its first layer has no inputShape",
  );
  const odd = tf.sequential({
    layers: [
      new Unknown({ name: "odd", inputShape: [64] }),
      tf.layers.dense({ units: 64 }),
    ],
  });
  assertEquals(
    message(() => shapeshift(odd, { ratio: 2 }), TypeError),
    "Cannot shapeshift the model as the class of odd must be known to tf.serialization.registerClass(): got NotRegistered",
  );
});

Deno.test("shapeshift() leaves a model as it is where all that a pattern matches is factored", () => {
  const sizes = { inputDim: 9, outputDim: 8, order: 2, rank: 1 };
  const table = { ...sizes, inputLength: 2, name: "words" };
  const kets = tf.sequential({ layers: [new Word2Ket(table)] });
  assertEquals(shapeshiftDecisions(kets, { words: { rank: 2 } }), []);
  const model = tf.sequential({
    layers: [
      new Word2KetXS(table),
      new KroneckerDense({ units: 8, rank: 1, name: "inner" }),
      new LowRankDense({ units: 8, rank: 1, name: "outer" }),
    ],
  });
  for (const pattern of ["*", "words", "inner", "outer"]) {
    const plan = { [pattern]: { rank: 2 } };
    const same = shapeshift(model, plan);
    assertEquals(same.countParams(), model.countParams());
    assertEquals(shapeshiftDecisions(model, plan), []);
  }
  assertThrows(
    () => shapeshift(model, { inner: { rank: 0 } }),
    RangeError,
    "Cannot shapeshift the model as rank of inner must be an integer >= 1",
  );
  const message = (model: tf.LayersModel, pattern: string) =>
    assertThrows(
      () => shapeshift(model, { [pattern]: { rank: 2 } }),
      RangeError,
    ).message;
  assertEquals(
    message(model, "last"),
    'Cannot shapeshift the model as each pattern must match one of its layers words, inner, outer: got "last"',
  );
  assertEquals(
    message(
      tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2] })] }),
      "*",
    ),
    "Cannot shapeshift the model as it must have an embedding, dense or attention layer: got none",
  );
});

Deno.test("shapeshift() lists the layers that a pattern may match in the model's order", () => {
  const model = tf.sequential({
    layers: [
      new KroneckerDense({ name: "a", units: 8, rank: 1, inputShape: [4] }),
      tf.layers.dense({ name: "b", units: 8 }),
      new LowRankDense({ name: "c", units: 8, rank: 1 }),
      tf.layers.dense({ name: "d", units: 8 }),
    ],
  });
  const { message } = assertThrows(
    () => shapeshift(model, { e: { rank: 1 } }),
    RangeError,
  );
  assertEquals(
    message,
    'Cannot shapeshift the model as each pattern must match one of its layers a, b, c, d: got "e"',
  );
});

Deno.test("shapeshift() copies each of several weights of a name", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 500, outputDim: 16, inputLength: 6 }),
      tf.layers.bidirectional({
        layer: tf.layers.lstm({ units: 4 }) as tf.RNN,
        mergeMode: "concat",
      }),
      tf.layers.dense({ units: 3 }),
    ],
  });
  const shifted = shapeshift(model, { "embedding*": { rank: 2 } });
  const [before, after] = [model, shifted].map(({ layers }) =>
    layers[1].getWeights()
  );
  assertEquals(before.length, 6);
  for (const [i, weight] of before.entries()) {
    assertAllClose(after[i], weight, { relative: 0, absolute: 0 });
  }
});

Deno.test("shapeshift() with nearest fits the factors to the weights they replace", () => {
  const x = tf.input({ shape: [5], dtype: "int32" });
  const vectors = tf.layers.embedding({ inputDim: 50, outputDim: 16 })
    .apply(x) as tf.SymbolicTensor;
  const attended = new MultiHeadAttention({ numHeads: 2, keyDim: 8 })
    .apply(vectors) as tf.SymbolicTensor;
  const between = new FeedForward({ units: 20 })
    .apply(attended) as tf.SymbolicTensor;
  const y = tf.layers.dense({ units: 20, activation: "tanh" })
    .apply(between) as tf.SymbolicTensor;
  const model = tf.model({ inputs: x, outputs: y });
  const ids = tf.tensor2d([[0, 1, 2, 30, 49]], [1, 5], "int32");
  // matrices that are sums of two products, which factors can be told from
  const plan = { "*": { rank: 2 } };
  const source = shapeshift(model, plan, { seed: 1 });
  for (const [l, layer] of source.layers.entries()) {
    for (const [name, k] of Object.entries(kroneckersOf(layer))) {
      const whole = model.layers[l].weights.find(({ originalName }) =>
        [`${name}_kernel`, name, "embeddings"]
          .includes(originalName.split("/").at(-1)!)
      );
      whole!.write(kroneckerMatrix(k));
    }
  }
  const expected = source.predict(ids) as tf.Tensor;
  assertAllClose(model.predict(ids) as tf.Tensor, expected, { absolute: 1e-5 });
  const counted: [number, number][] = [];
  const fitted = shapeshift(model, plan, {
    nearest: true,
    onLayer: (...count) => counted.push(count),
  });
  assertEquals(counted, [[1, 4], [2, 4], [3, 4], [4, 4]]);
  assertEquals(fitted.countParams(), source.countParams());
  const close = { absolute: 1e-4 };
  assertAllClose(fitted.predict(ids) as tf.Tensor, expected, close);
  const before = tf.memory().numTensors;
  shapeshift(model, plan, { nearest: true }).dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("shapeshiftDecisions() counts a FeedForward with explicit factors as it is built", () => {
  const model = tf.sequential({
    layers: [new FeedForward({ units: 256, inputShape: [64] })],
  });
  const plan = { "*": { rank: 2, inputFactors: [2, 32] } };
  const [{ parameters }] = shapeshiftDecisions(model, plan);
  const biases = 256 + 64;
  assertEquals(parameters, shapeshift(model, plan).countParams() - biases);
});

Deno.test("shapeshift() refuses options that there are none of", () => {
  const model = mlp();
  const wrong = [
    [{ first: { rank: 1, ordr: 3 } }, "got ordr (did you mean order?)"],
    [{ ratio: 10, ordr: 3 }, "got ordr (did you mean order?)"],
  ] as const;
  for (const [plan, said] of wrong) {
    const shift = () => shapeshift(model, plan as Record<string, LayerPlan>);
    assertThrows(shift, TypeError, said);
  }
  assertThrows(
    () => shapeshift(model, { ratio: 10 }, { nearst: true } as object),
    TypeError,
    "got nearst (did you mean nearest?)",
  );
  const objective = "ballanced" as "balanced";
  assertEquals(
    assertThrows(
      () => shapeshift(model, { first: { rank: 1, objective } }),
      RangeError,
    ).message,
    "Cannot split the sizes of a matrix as objective must be one of balanced, parameters, multiplyAdds, lowRank: got ballanced",
  );
});

Deno.test("shapeshift() leaves the factors that an attention has", () => {
  const x = tf.input({ shape: [3, 16] });
  const attention = new MultiHeadAttention({
    numHeads: 2,
    keyDim: 8,
    factored: { query: { rank: 3 } },
    name: "attention",
  });
  const model = tf.model({
    inputs: x,
    outputs: attention.apply(x) as tf.SymbolicTensor,
  });
  for (const options of [{ nearest: true }, { seed: 1 }]) {
    const shifted = shapeshift(model, { "*": { rank: 5 } }, options);
    const { query, key } = kroneckersOf(shifted.layers[1]);
    assertEquals([query.factors[0].shape[0], key.factors[0].shape[0]], [3, 5]);
    const before = kroneckersOf(attention).query.factors;
    for (const [j, factor] of query.factors.entries()) {
      assertAllClose(factor, before[j], { relative: 0, absolute: 0 });
    }
  }
  const parameters = 1_000;
  assert(shapeshift(model, { parameters }).countParams() <= parameters);
});

Deno.test("shapeshift() draws no factors anew of an attention or feed-forward part that has them all", () => {
  const x = tf.input({ shape: [3, 16] });
  const factored = { rank: 3 };
  const parts = [
    new MultiHeadAttention({ numHeads: 2, keyDim: 8, factored }),
    new FeedForward({ units: 32, factored }),
    new KroneckerDense({ units: 16, rank: 3 }),
  ];
  const y = parts.reduce((y, part) => part.apply(y) as tf.SymbolicTensor, x);
  const model = tf.model({ inputs: x, outputs: y });
  for (const plan of [{ "*": { rank: 5 } }, { parameters: 10_000 }]) {
    assertEquals(shapeshiftDecisions(model, plan), []);
    const input = tf.ones([1, 3, 16]);
    const [same, before] = [shapeshift(model, plan), model]
      .map((model) => model.predict(input) as tf.Tensor);
    assertAllClose(same, before, { relative: 0, absolute: 0 });
  }
});

Deno.test("shapeshift() takes what is null or undefined in a budget as not given", () => {
  const model = mlp();
  const plan = (given: unknown) => given as ShapeshiftPlan;
  for (const none of [null, undefined]) {
    const rest = { order: none, objective: none };
    for (
      const [given, alone] of [
        [{ ...rest, ratio: none, parameters: 2_000 }, { parameters: 2_000 }],
        [{ ...rest, ratio: 4, parameters: none }, { ratio: 4 }],
      ]
    ) {
      assertEquals(
        shapeshiftDecisions(model, plan(given)),
        shapeshiftDecisions(model, plan(alone)),
      );
    }
    assertThrows(
      () => shapeshift(model, plan({ ratio: none, parameters: 10 })),
      RangeError,
      "Cannot shapeshift the model as parameters must be at least 1402",
    );
  }
});

Deno.test("shapeshift() refuses plans and models that are none, before it builds any", () => {
  const unbuilt = tf.sequential({
    layers: [tf.layers.dense({ units: 64, inputShape: [64] })],
  });
  unbuilt.built = false;
  const none = 2 as unknown as { ratio: number };
  for (const f of [shapeshift, shapeshiftDecisions]) {
    assertThrows(
      () => f(unbuilt, none),
      TypeError,
      "Cannot shapeshift the model as its plan must be an object",
    );
    assertEquals(unbuilt.built, false);
    const error = assertThrows(
      () => f({} as tf.LayersModel, { ratio: 2 }),
      TypeError,
    );
    assertEquals(
      error.message,
      "Cannot shapeshift the model as it must be a model of layers, sequential or functional: got an object",
    );
  }
});

Deno.test("shapeshift() shares out a budget of hardly more than an embedding", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 1_000, outputDim: 64, inputLength: 1 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2 }),
    ],
  });
  const [words] = shapeshiftDecisions(model, { ratio: 10 });
  assert(words.factored!.rank > 1);
});

Deno.test("shapeshift() takes a rank that is a share of the least ceiling, and at least 1", () => {
  const model = tf.sequential({
    layers: [
      new MultiHeadAttention({
        numHeads: 1,
        keyDim: 64,
        valueDim: 16,
        inputShape: [3, 64],
        name: "heads",
      }),
    ],
  });
  const rankOf = (rank: number) =>
    shapeshiftDecisions(model, { heads: { rank } })[0].factored!.rank;
  assertEquals(rankOf(0.001), 1);
  assertEquals(rankOf(0.25), 8); // of 8 · 4, not of 8 · 8
});

Deno.test("shapeshift() says which outputFactors do not fit which layer", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 64, inputShape: [64], name: "large" })],
  });
  const plan = { large: { rank: 1, outputFactors: [8, 7] } };
  assertEquals(
    assertThrows(() => shapeshiftDecisions(model, plan), RangeError).message,
    "Cannot shapeshift large as the product of outputFactors must be at least 64: got 8 · 7 = 56",
  );
});

Deno.test("shapeshift() draws other factors for each of several equal layers", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 64, inputShape: [64] }),
      tf.layers.dense({ units: 64 }),
    ],
  });
  const { layers } = shapeshift(model, { "*": { rank: 1 } }, { seed: 1 });
  const [first, second] = layers.map((layer) =>
    layer.getWeights()[0].arraySync()
  );
  assertEquals(JSON.stringify(first) === JSON.stringify(second), false);
});

Deno.test("shapeshift() leaves an embedding the initializer that draws no table around 0", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: 100,
        outputDim: 64,
        inputLength: 2,
        embeddingsInitializer: tf.initializers.constant({ value: 3 }),
      }),
    ],
  });
  const [words] = shapeshift(model, { "*": { rank: 1 } }).layers;
  assertEquals(new Set(words.getWeights()[0].dataSync()), new Set([3]));
});

Deno.test("shapeshift() factors what is in tf.layers.timeDistributed", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 100, outputDim: 16, inputLength: 4 }),
      tf.layers.timeDistributed({
        name: "each",
        layer: tf.layers.dense({ units: 100, name: "inner" }),
      }),
    ],
  });
  const [, decision] = shapeshiftDecisions(model, { ratio: 4 });
  assertEquals(decision.layer, "each/inner");
  const small = shapeshift(model, { ratio: 4 });
  assert(small.countParams() <= model.countParams() / 4);
  const plan = { "each/*": { rank: 10 } };
  const fitted = shapeshift(model, plan, { nearest: true });
  const { layer } = fitted.layers[1] as unknown as { layer: tf.layers.Layer };
  assert(layer instanceof KroneckerDense);
  const whole = model.layers[1].getWeights()[0];
  const k = kroneckersOf(layer).kernel;
  const apart = tf.norm(tf.sub(kroneckerMatrix(k), whole)).dataSync()[0];
  assert(apart < 0.7 * tf.norm(whole).dataSync()[0]);
});

for (const zero of ["embeddingsInitializer", "kernelInitializer"] as const) {
  testOnBackends(
    `shapeshift() makes factors that learn where ${zero} is zeros`,
    async () => {
      const model = tf.sequential({
        layers: [
          tf.layers.embedding({
            inputDim: 20,
            outputDim: 16,
            inputLength: 1,
            [zero]: "zeros",
          }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 16, useBias: false, [zero]: "zeros" }),
        ],
      });
      const compact = shapeshift(model, { "*": { rank: 2 } }, { seed: 1 });
      const ids = tf.range(0, 20, 1, "int32").reshape([20, 1]);
      const y = tf.randomNormal([20, 16], 0, 1, "float32", 1);
      assertAllClose(compact.predict(ids) as tf.Tensor, tf.zeros([20, 16]));
      const optimizer = tf.train.adam(0.05);
      compact.compile({ optimizer, loss: "meanSquaredError" });
      const options = { epochs: 60, verbose: 0, shuffle: false } as const;
      const { history: { loss } } = await compact.fit(ids, y, options);
      assert(Number(loss.at(-1)) < 0.8 * Number(loss[0]), `${loss.at(-1)}`);
    },
  );
}

for (const kernelInitializer of ["identity", "orthogonal"] as const) {
  Deno.test(`shapeshift() draws factors anew for ${kernelInitializer} matrices, or fits them`, () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 16, kernelInitializer, inputShape: [16] }),
      ],
    });
    const x = tf.randomNormal([64, 16], 0, 1, "float32", 1);
    const variance = (model: tf.LayersModel) =>
      tf.moments(model.predict(x) as tf.Tensor).variance.dataSync()[0];
    const drawn = variance(shapeshift(model, { ratio: 2 }, { seed: 1 }));
    assert(drawn > 0.3 && drawn < 3, `${drawn}`);
    const plan = { "*": { rank: 7 } };
    const fitted = shapeshift(model, plan, { nearest: true });
    const y = model.predict(x) as tf.Tensor;
    const apart = tf.norm(tf.sub(fitted.predict(x) as tf.Tensor, y));
    assert(apart.dataSync()[0] < 0.8 * tf.norm(y).dataSync()[0]);
  });
}

/** A table of words and square matrices, all 0, as nothing is computed. */
function deep(units: readonly number[]): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: 10_000,
        outputDim: 256,
        inputLength: 16,
        embeddingsInitializer: "zeros",
      }),
      ...units.map((units) =>
        tf.layers.dense({ units, kernelInitializer: "zeros" })
      ),
    ],
  });
}

/** Parameters of a model as it would be shapeshifted. */
function planned(
  model: tf.LayersModel,
  plan: Parameters<typeof shapeshiftDecisions>[1],
): number {
  return shapeshiftDecisions(model, plan).reduce(
    (sum, { denseParameters, parameters }) =>
      sum - denseParameters + parameters,
    model.countParams(),
  );
}

Deno.test("shapeshiftDecisions() looks at no rank past that from which a layer stays whole", () => {
  const model = deep([256, 256, 1024, 256]);
  // dense layers stay whole; counting their ranks up to their entries took minutes
  for (const plan of [{ ratio: 1.5 }, { ratio: 2 }, { ratio: 2, order: 3 }]) {
    const ratio = model.countParams() / planned(model, plan);
    assert(ratio >= plan.ratio && ratio < 2.5, `${ratio}`);
  }
});

for (const objective of ["balanced", "parameters", "multiplyAdds"] as const) {
  Deno.test(`shapeshiftDecisions() uses up a budget of ${objective} factors of order 3`, () => {
    const model = deep(new Array(12).fill(256));
    const plan = { ratio: 5, order: 3, objective };
    const ratio = model.countParams() / planned(model, plan);
    assert(ratio >= 5 && ratio < 5.1, `${ratio}`);
  });
}

Deno.test("shapeshift() leaves no tensor behind where onLayer throws", () => {
  const model = mlp();
  model.predict(tf.zeros([1, 64]));
  const before = tf.memory().numTensors;
  const onLayer = () => {
    throw new Error("cancelled");
  };
  assertThrows(
    () => shapeshift(model, { ratio: 4 }, { onLayer }),
    Error,
    "cancelled",
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("shapeshift() freezes no factors that are drawn anew", () => {
  const model = mlp();
  model.layers[0].trainable = false;
  const isTrainable = (options: { nearest: boolean }) =>
    shapeshift(model, { "*": { rank: 1 } }, options).layers
      .map(({ trainable }) => trainable);
  assertEquals(isTrainable({ nearest: false }), [true, true, true]);
  assertEquals(isTrainable({ nearest: true }), [false, true, true]);
});

Deno.test("shapeshiftDecisions() leaves all whole where a budget holds them", () => {
  // balanced factors of 18 × 100 are not the fewest parameters
  const model = tf.sequential({
    layers: [64, 18, 100, 10].map((units) =>
      tf.layers.dense({ units, inputShape: [256] })
    ),
  });
  for (const objective of ["balanced", "parameters", "multiplyAdds"] as const) {
    for (const order of [2, 3]) {
      const plan = { ratio: 1, order, objective };
      for (const { factored } of shapeshiftDecisions(model, plan)) {
        assertEquals(factored, undefined);
      }
    }
  }
});

for (
  const objective of [
    "balanced",
    "parameters",
    "multiplyAdds",
    "lowRank",
  ] as const
) {
  Deno.test(`shapeshift() splits sizes for a budget as ${objective} asks`, () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 96, inputShape: [768] })],
    });
    const [layer] = shapeshift(model, { ratio: 20, objective }).layers;
    const { rank, inputFactors, outputFactors } = layer.getConfig();
    const chosen = chooseFactorShapes(
      { inputs: 768, outputs: 96, rank: rank as number },
      objective,
    );
    assertEquals(
      [inputFactors, outputFactors],
      [chosen.inputFactors, chosen.outputFactors] as unknown,
    );
  });
}

Deno.test("shapeshift() draws factors as widely as the table that an initializer draws", () => {
  const embeddingsInitializer = tf.initializers.orthogonal({ gain: 30 });
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: 64,
        outputDim: 16,
        inputLength: 1,
        embeddingsInitializer,
      }),
    ],
  });
  const [layer] = shapeshift(model, { "*": { rank: 4 } }, { seed: 1 }).layers;
  const table = kroneckerMatrix(kroneckersOf(layer).kernel);
  const variance = tf.moments(table).variance.dataSync()[0];
  assertAlmostEquals(Math.sqrt(variance) / (30 / Math.sqrt(64)), 1, 0.3);
});

Deno.test("shapeshift() draws by its seed, and thaws, factors of layers of each kind", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 50, outputDim: 16, inputLength: 4 }),
      new MultiHeadAttention({ numHeads: 2, keyDim: 8 }),
      new FeedForward({ units: 32 }),
      tf.layers.dense({ units: 16 }),
    ],
  });
  for (const layer of model.layers) layer.trainable = false;
  const made = () => shapeshift(model, { "*": { rank: 1 } }, { seed: 1 });
  const [first, second] = [made(), made()];
  assertEquals(first.layers.map(({ trainable }) => trainable), [
    true,
    true,
    true,
    true,
  ]);
  for (const [i, weight] of first.getWeights().entries()) {
    const same = second.getWeights()[i];
    assertAllClose(same, weight, { relative: 0, absolute: 0 });
  }
});
