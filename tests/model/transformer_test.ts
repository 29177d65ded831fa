import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { Transformer } from "../../lib/model/transformer.ts";
import type { TransformerConfig } from "../../lib/model/transformer_config.ts";
import { kroneckerMatrix } from "../../lib/op/kronecker_matrix.ts";
import { smoothedCrossEntropy } from "../../lib/op/smoothed_cross_entropy.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { smallLanguageModel } from "../support/small_language_model.ts";
import { KINDS, smallTransformer } from "../support/small_transformer.ts";
import { assertWeightGradients } from "../support/weight_gradients.ts";

const ids = (rows: number[][]) =>
  tf.tensor2d(rows, [rows.length, rows[0].length], "int32");

Deno.test("Transformer has the published numbers of parameters", () => {
  // a plain PyTorch implementation with the shipped pairs' words that occur twice
  const config = {
    sourceSize: 2_967,
    targetSize: 2_337,
    width: 256,
    heads: 4,
    hidden: 512,
    encoderLayers: 2,
    decoderLayers: 2,
    maxPositions: 64,
  };
  const dense = new Transformer(config);
  assertEquals(dense.countParams(), 3_996_961);
  dense.dispose();
  const factored = new Transformer({
    ...config,
    factored: {
      embedding: { rank: 64, order: 2 },
      attention: { rank: 8 },
      feedForward: { rank: 8 },
    },
  });
  assertEquals(factored.countParams(), 380_193);
  factored.dispose();
});

for (const [kind, change] of Object.entries(KINDS)) {
  testOnBackends(`Transformer (${kind}) takes several words in a step`, () => {
    const model = smallTransformer(change);
    const source = ids([[4, 5, 3, 0], [4, 5, 6, 3]]);
    const target = ids([[2, 6, 7, 4], [2, 4, 8, 5]]);
    const whole = model.logits(source, target);
    const encoded = model.encode(source);
    let caches = model.cache(encoded);
    for (const [position, words] of [[0, 1], [1, 2], [3, 1]]) {
      const next = tf.slice(target, [0, position], [-1, words]);
      const { logits, self } = model.step(next, { position, encoded, caches });
      caches = caches.map(({ cross }, i) => ({ cross, self: self[i] }));
      const last = tf.slice(whole, [0, position + words - 1, 0], [-1, 1, -1]);
      assertAllClose(logits, tf.squeeze(last, [1]), { absolute: 1e-5 });
    }
    model.dispose();
  });

  testOnBackends(`Transformer (${kind}) sees no padding`, () => {
    const model = smallTransformer(change);
    const plain = model.logits(ids([[4, 5, 3]]), ids([[2, 6, 7]]));
    const padded = model.logits(
      ids([[4, 5, 3, 0, 0], [4, 5, 6, 7, 3]]),
      ids([[2, 6, 7, 0], [2, 4, 4, 4]]),
    );
    assertEquals(padded.shape, [2, 4, 9]);
    assertAllClose(tf.slice(padded, [0, 0, 0], [1, 3, 9]), plain, {
      absolute: 1e-5,
    });
    model.dispose();
  });

  testOnBackends(`Transformer (${kind}) sees no word to come`, () => {
    const model = smallTransformer(change);
    const source = ids([[4, 5, 3]]);
    const [a, b] = [[2, 6, 7], [2, 6, 8]].map((target) =>
      model.logits(source, ids([target]))
    );
    assertAllClose(
      tf.slice(a, [0, 0, 0], [1, 2, 9]),
      tf.slice(b, [0, 0, 0], [1, 2, 9]),
      { absolute: 1e-6 },
    );
    assertNotEquals(a.arraySync(), b.arraySync());
    const other = model.logits(ids([[5, 4, 3]]), ids([[2, 6, 7]]));
    assertNotEquals(a.arraySync(), other.arraySync()); // the order counts
    model.dispose();
  });

  // the parts have theirs tested on every backend
  Deno.test(`Transformer (${kind}) has the gradient of finite differences`, async () => {
    await useBackend("cpu");
    const model = smallTransformer({
      ...change,
      encoderLayers: 1,
      decoderLayers: 1,
    });
    const [source, target] = [ids([[4, 5, 3]]), ids([[2, 6, 7]])];
    const loss = () =>
      smoothedCrossEntropy(
        tf.reshape(model.logits(source, target, { training: true }), [3, 9]),
        [6, 7, 3],
        { smoothing: 0.1 },
      );
    assertWeightGradients(model.weights, loss);
    model.dispose();
  });
}

Deno.test("Transformer draws the same weights and drops the same from the same seed", () => {
  const outputs = [3, 3, 4].map((seed) => {
    const model = smallTransformer({ seed, dropout: 0.5 });
    const logits = model.logits(ids([[4, 5]]), ids([[2, 6]]), {
      training: true,
    });
    const values = [...logits.dataSync()];
    model.dispose();
    return values;
  });
  assertEquals(outputs[0], outputs[1]);
  assertNotEquals(outputs[0], outputs[2]);
});

Deno.test("Transformer draws its matrices as widely as Glorot's paper says", () => {
  for (const factored of [undefined, { rank: 8 }]) {
    const model = new Transformer({
      ...{ sourceSize: 9, targetSize: 9, width: 64, heads: 4, hidden: 128 },
      ...{ encoderLayers: 2, decoderLayers: 2, maxPositions: 8, seed: 1 },
      ...factored && {
        factored: { attention: factored, feedForward: factored },
      },
    });
    const named = Object.entries(model.weights);
    const shares = named.flatMap(([name, weight]) => {
      const [, part, inner] = /(.*)_(kernel|factor_1)$/.exec(name) ?? [];
      if (!inner) return [];
      const matrix = inner === "kernel" ? weight : kroneckerMatrix({
        rows: name.includes("outer") ? 128 : 64,
        columns: name.includes("inner") ? 128 : 64,
        factors: [1, 2].map((j) =>
          model.weights[`${part}_factor_${j}`] as tf.Tensor as tf.Tensor3D
        ),
      });
      const [rows, columns] = matrix.shape;
      const square = tf.mean(tf.square(matrix)).dataSync()[0];
      return [square * (rows + columns) / 2];
    });
    assertEquals(shares.length, 32);
    const share = shares.reduce((sum, one) => sum + one) / shares.length;
    assertAlmostEquals(share, 1, 0.05);
    model.dispose();
  }
});

Deno.test("Transformer names the same weights in every model", () => {
  const names = [1, 2].map(() => {
    const model = smallTransformer(KINDS.factored);
    const found = Object.keys(model.weights);
    model.dispose();
    return found;
  });
  assertEquals(names[0], names[1]);
  assertEquals(new Set(names[0]).size, names[0].length);
});

Deno.test("Transformer leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  const model = smallTransformer({ dropout: 0.1 });
  const inside = tf.memory().numTensors;
  const inputs = [ids([[4, 5]]), ids([[2, 6]])];
  model.logits(inputs[0], inputs[1], { training: true }).dispose();
  tf.dispose(inputs);
  assertEquals(tf.memory().numTensors, inside);
  model.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a Transformer's tables are factored without the output, and it without them", () => {
  const [embedding, output] = [(11 + 9) * 8, 8 * 9];
  const dense = smallTransformer({ tiedOutput: false });
  const tables = smallTransformer({
    tiedOutput: false,
    factored: { embedding: { rank: 1, order: 3 } },
  });
  const logits = smallTransformer({
    tiedOutput: false,
    factored: { output: { rank: 1 } },
  });
  const sizeOf = (model: typeof dense, names: RegExp) =>
    Object.entries(model.weights).filter(([name]) => names.test(name))
      .reduce((sum, [, { size }]) => sum + size, 0);
  const [tableNames, outputNames] = [/^(source|target)\//, /^output\//];
  assertEquals(sizeOf(dense, tableNames), embedding);
  assertEquals(sizeOf(dense, outputNames), output + 9);
  assert(sizeOf(tables, tableNames) < embedding / 2);
  assertEquals(sizeOf(tables, outputNames), output + 9);
  assertEquals(sizeOf(logits, tableNames), embedding);
  assert(sizeOf(logits, outputNames) < output / 2 + 9);
  for (const model of [dense, tables, logits]) model.dispose();
});

Deno.test("Transformer refuses what it can't be made of, and long sentences", () => {
  const message = (change: object) =>
    assertThrows(() => smallTransformer(change), RangeError).message;
  assertEquals(
    message({ heads: 3 }),
    "Cannot make a Transformer as width must be a multiple of heads (3): got 8",
  );
  assertEquals(
    message({ decoderLayers: 0 }),
    "Cannot make a Transformer as decoderLayers must be an integer >= 1: got 0",
  );
  assertEquals(
    message({ width: 7, heads: 1 }),
    "Cannot make a Transformer as width must be even for sinusoidal positions: got 7",
  );
  assertEquals(
    message({ sharedEmbedding: true }),
    "Cannot make a Transformer as sourceSize and targetSize must be equal to share an embedding: got 11 and 9",
  );
  assertEquals(
    message({ factored: { output: { rank: 2 } } }),
    "Cannot make a Transformer as tiedOutput must be false to factor the output: got true",
  );
  const model = smallTransformer();
  const error = assertThrows(
    () => model.encode(ids([[4, 4, 4, 4, 4, 4, 4, 4, 3]])),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot read a sentence as shape must be [batch, at most 8]: got [1, 9]",
  );
  model.dispose();
});

Deno.test("Transformer draws other weights for each layer and factor from a large seed", () => {
  for (const seed of [3, 1_764_460_800_000, Number.MAX_SAFE_INTEGER]) {
    const model = smallTransformer({
      seed,
      factored: { attention: { rank: 1 } },
    });
    const factors = Object.entries(model.weights)
      .filter(([name]) => name.includes("factor_"))
      .map(([, weight]) => weight.dataSync().join());
    assert(factors.length >= 8);
    assertEquals(new Set(factors).size, factors.length, `seed ${seed}`);
    model.dispose();
  }
});

Deno.test("Transformer refuses options that there are none of", () => {
  const wrong = [
    [{ dropOut: 0.5 }, TypeError, "got dropOut (did you mean dropout?)"],
    [
      { factored: { embeddings: { rank: 2 } } },
      TypeError,
      "got embeddings (did you mean embedding?)",
    ],
    [
      { factored: { attention: { rnk: 2 } } },
      TypeError,
      "Cannot make a Transformer with a factored attention as each option must be one of rank, order, inputFactors, outputFactors, objective: got rnk (did you mean rank?)",
    ],
    [
      { factored: { parameters: 2_000, attention: { rank: 1 } } },
      TypeError,
      "must be one of parameters, order, objective: got attention",
    ],
    [
      { norm: "Post" },
      RangeError,
      "Cannot make a Transformer as norm must be pre or post: got Post",
    ],
    [
      { positions: "learnt" },
      RangeError,
      "positions must be sinusoidal or learned: got learnt",
    ],
  ] as const;
  for (const [options, kind, message] of wrong) {
    assertThrows(() => smallTransformer(options as object), kind, message);
  }
});

Deno.test("Transformer takes a part that is not there for none", () => {
  const factored = {
    embedding: { rank: 1 },
    attention: undefined,
    parameters: undefined,
  } as unknown as { embedding: { rank: number } };
  const model = smallTransformer({ factored });
  const same = smallTransformer({ factored: { embedding: { rank: 1 } } });
  assertEquals(model.countParams(), same.countParams());
  model.dispose();
  same.dispose();
});

Deno.test("Transformer drops others from another seed", async () => {
  await useBackend("cpu");
  const states = [1, 2].map((seed) => {
    const model = smallTransformer({ seed, dropout: 0.5 });
    const { state } = model.dropout;
    model.dispose();
    return state;
  });
  assertNotEquals(states[0], states[1]);
});

Deno.test("Transformer refuses options that are no object, and ids that are no tensor", async () => {
  const make = (config: TransformerConfig) => new Transformer(config);
  await assertRefusesArguments("make a Transformer", make, [
    [[], "its options must be an object: got undefined"],
  ]);
  const model = smallTransformer();
  await assertRefusesArguments(
    "read a sentence",
    (source: tf.Tensor2D) => model.encode(source),
    [
      [[], "ids must be a tensor of ids: got undefined"],
    ],
  );
  model.dispose();
});

Deno.test("models that can't be made leave no tensor behind", () => {
  const small = { rank: 1, outputFactors: [2, 2] };
  const before = tf.memory().numTensors;
  for (const make of [smallTransformer, smallLanguageModel]) {
    // the first parts that are made, and later ones
    for (const factored of [{ embedding: small }, { feedForward: small }]) {
      assertThrows(() => make({ factored }), RangeError, "outputFactors");
    }
  }
  assertEquals(tf.memory().numTensors, before);
});
