import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import {
  textClassifier,
  type WordVectors,
} from "../../lib/model/text_classifier.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";

const KINDS: { embedding: WordVectors; parameters: number }[] = [
  { embedding: { kind: "dense", width: 8 }, parameters: 20 * 8 },
  {
    embedding: { kind: "word2ket", width: 8, order: 3, rank: 2 },
    parameters: 20 * 2 * (2 + 2 + 2),
  },
  {
    embedding: {
      kind: "word2ketXS",
      width: 8,
      order: 2,
      rank: 3,
      outputFactors: [2, 4],
    },
    parameters: 3 * (5 * 2 + 5 * 4),
  },
  {
    embedding: { kind: "lowRank", width: 8, rank: 2 },
    parameters: 2 * (20 + 8),
  },
];
const ids = () => tf.tensor2d([[1, 19, 4], [7, 0, 0]], [2, 3], "int32");

for (const { embedding, parameters } of KINDS) {
  const config = { vocabularySize: 20, classes: 3, embedding };
  const name = `textClassifier() with ${embedding.kind} vectors`;

  testOnBackends(
    `${name} answers probabilities that padding does not change`,
    () => {
      const model = textClassifier({ ...config, layerNormalization: true });
      const scores = model.predict(ids()) as tf.Tensor;
      assertEquals(scores.shape, [2, 3]);
      assertAllClose(tf.sum(scores, 1), [1, 1]);
      const alone = model.predict(tf.tensor2d([[7]], [1, 1], "int32"));
      assertAllClose(tf.slice(scores, [1], [1]), alone as tf.Tensor);
    },
  );

  Deno.test(`${name} has the parameters of its kind`, () => {
    const model = textClassifier(config);
    assertEquals(model.getLayer("words").countParams(), parameters);
    assertEquals(model.countParams(), parameters + 8 * 3 + 3);
  });

  Deno.test(`${name} draws the same weights from the same seed only`, () => {
    const [a, b, c] = [1, 1, 2].map((seed) => {
      const model = textClassifier({ ...config, seed });
      return model.getWeights().map((weight) => [...weight.dataSync()]);
    });
    assertEquals(a, b);
    assertEquals(
      a.map((values, i) => values.some((value, j) => value !== c[i][j])),
      a.map((values) => values.some((value) => value !== 0)), // biases start at 0
    );
  });

  testOnBackends(`${name} survives saving and loading`, async () => {
    const model = textClassifier({
      ...config,
      dropout: 0.5,
      layerNormalization: true,
    });
    let saved: tf.io.ModelArtifacts = {};
    await model.save(tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts),
      });
    }));
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
    assertAllClose(
      loaded.predict(ids()) as tf.Tensor,
      model.predict(ids()) as tf.Tensor,
      { relative: 0, absolute: 0 },
    );
  });
}

Deno.test("textClassifier() refuses a vocabulary of nothing", () => {
  const error = assertThrows(
    () =>
      textClassifier({
        vocabularySize: 0,
        classes: 2,
        embedding: { kind: "dense", width: 4 },
      }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot make a text classifier as vocabularySize must be an integer >= 1: got 0",
  );
});

Deno.test("textClassifier() names the kinds of word vectors that there are", () => {
  const embedding = { kind: "word2ketxs", width: 4, order: 2, rank: 1 };
  assertThrows(
    () =>
      textClassifier({
        vocabularySize: 9,
        classes: 2,
        embedding: embedding as unknown as WordVectors,
      }),
    RangeError,
    "Cannot make a text classifier as embedding.kind must be one of dense, word2ket, word2ketXS, lowRank: got word2ketxs",
  );
});

Deno.test("textClassifier() refuses options that there are none of", () => {
  const config = { vocabularySize: 9, classes: 2 };
  const dense = { kind: "dense", width: 4 } as const;
  const wrong = [
    [
      { ...config, embedding: dense, dropOut: 0.5 },
      "got dropOut (did you mean dropout?)",
    ],
    [
      { ...config, embedding: { ...dense, rank: 3 } },
      "Cannot make a text classifier with dense vectors as each option must be one of kind, width: got rank",
    ],
  ] as const;
  for (const [given, said] of wrong) {
    assertThrows(() => textClassifier(given), TypeError, said);
  }
});

Deno.test("textClassifier() refuses options that are no object", () =>
  assertRefusesArguments("make a text classifier", textClassifier, [
    [[], "its options must be an object: got undefined"],
  ]));
