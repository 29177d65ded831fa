import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import {
  textClassifier,
  type WordVectors,
} from "../../lib/model/text_classifier.ts";
import { classifierAccuracy } from "../../lib/train/classifier_accuracy.ts";
import { trainClassifier } from "../../lib/train/train_classifier.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canRead } from "../support/permissions.ts";

/** Texts whose class is told by one of their words; the others say nothing. */
const data = {
  ids: Array.from({ length: 60 }, (_, i) => [
    ...new Array(i % 4).fill(8 + i % 3),
    2 + i % 3,
    11,
  ]),
  labels: Array.from({ length: 60 }, (_, i) => i % 3),
};
const options = { epochs: 15, learningRate: 0.05, batchSize: 8, seed: 1 };
const KINDS: WordVectors[] = [
  { kind: "dense", width: 8 },
  { kind: "word2ket", width: 8, order: 3, rank: 1 },
  { kind: "word2ketXS", width: 8, order: 2, rank: 2 },
  { kind: "lowRank", width: 8, rank: 3 },
];

function classifier(embedding: WordVectors) {
  return textClassifier({
    vocabularySize: 12,
    classes: 3,
    embedding,
    dropout: 0.2,
    layerNormalization: true,
    seed: 1,
  });
}

/** Register a test on the backend that trains fastest without set-up. */
function testOnFastest(name: string, fn: () => Promise<void>): void {
  Deno.test(name, async () => {
    await useBackend(canRead ? "wasm" : "cpu");
    await fn();
  });
}

for (const embedding of KINDS) {
  testOnFastest(
    `trainClassifier() teaches ${embedding.kind} vectors`,
    async () => {
      const model = classifier(embedding);
      const history = await trainClassifier(model, data, {
        ...options,
        validation: data,
      });
      assertEquals(history.length, 15);
      const losses = history.map(({ loss }) => loss);
      assert(losses[14] < losses[0] / 2, `${losses}`);
      assertEquals(history[14].accuracy, 1);
      assertEquals(await classifierAccuracy(model, data, 7), 1);
      model.dispose();
    },
  );
}

testOnFastest(
  "trainClassifier() repeats bit by bit from its seeds",
  async () => {
    const losses = [];
    for (const seed of [1, 1, 2]) {
      const model = classifier(KINDS[2]);
      const history = await trainClassifier(model, data, {
        ...options,
        epochs: 2,
        seed,
      });
      losses.push(history.map(({ loss }) => loss));
    }
    assertEquals(losses[0], losses[1]);
    assertNotEquals(losses[0], losses[2]);
  },
);

testOnFastest(
  "trainClassifier() keeps no tensor from step to step, nor at the end",
  async () => {
    for (const embedding of KINDS) {
      const model = classifier(embedding);
      const before = tf.memory().numTensors;
      const counts = new Set<number>();
      let steps = 0;
      await trainClassifier(model, data, {
        ...options,
        epochs: 3,
        onStep: () => {
          if (steps++ > 0) counts.add(tf.memory().numTensors);
        },
      });
      assertEquals(steps, 24);
      assertEquals(counts.size, 1, embedding.kind); // Adam's own, from the first step on
      assertEquals(tf.memory().numTensors, before, embedding.kind);
      model.dispose();
    }
  },
);

testOnFastest(
  "trainClassifier() stops between two steps when it is told to",
  async () => {
    const model = classifier(KINDS[0]);
    const before = tf.memory().numTensors;
    const stop = new AbortController();
    let steps = 0;
    const error = await assertRejects(
      () =>
        trainClassifier(model, data, {
          ...options,
          signal: stop.signal,
          onStep: () => {
            if (++steps === 3) stop.abort(new Error("enough"));
          },
        }),
      Error,
    );
    assertEquals(error.message, "enough");
    assertEquals(steps, 3);
    assertEquals(tf.memory().numTensors, before);
  },
);

testOnFastest("trainClassifier() lets the rate fall to 0", async () => {
  // with one step an epoch, the last of n steps has a rate of 1/n of the first
  const moved = [];
  for (const epochs of [1, 100]) {
    const model = classifier(KINDS[0]);
    const last: number[] = [];
    const weight = model.getLayer("logits").getWeights()[1]; // starts at 0
    await trainClassifier(model, data, {
      epochs,
      learningRate: 1e-3,
      batchSize: 60,
      onStep: (epoch) => {
        if (epoch >= epochs - 1) last.push(weight.dataSync()[0]);
      },
    });
    moved.push(Math.abs(last.at(-1)! - (epochs === 1 ? 0 : last[0])));
  }
  assert(moved[0] > 0.9e-3 && moved[0] < 1.1e-3, `${moved}`); // Adam's first step
  assert(moved[1] < 0.05e-3, `${moved}`);
});

Deno.test("trainClassifier() refuses half an epoch", async () => {
  const error = await assertRejects(
    () =>
      trainClassifier(classifier(KINDS[0]), data, { ...options, epochs: 0.5 }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot train a classifier as epochs must be an integer >= 1: got 0.5",
  );
});

Deno.test("trainClassifier() refuses labels that are no classes, and no rate, before it trains", async () => {
  const model = classifier({ kind: "dense", width: 2 });
  const before = model.getWeights().map((weight) => [...weight.dataSync()]);
  const ids = [[2], [3]];
  const wrong = [
    [["cat", "dog"], 'must be an integer in [0, 3): got "cat" for text 0'],
    [[0, 3], "must be an integer in [0, 3): got 3 for text 1"],
    [[0, -1], "must be an integer in [0, 3): got -1 for text 1"],
    [[0], "each of the 2 texts must have a class: got 1"],
  ] as const;
  for (const [given, said] of wrong) {
    const texts = { ids, labels: given as unknown as number[] };
    await assertRejects(
      () => trainClassifier(model, texts, options),
      RangeError,
      said,
    );
    await assertRejects(
      () => trainClassifier(model, data, { ...options, validation: texts }),
      RangeError,
      said,
    );
    await assertRejects(
      () => classifierAccuracy(model, texts),
      RangeError,
      said,
    );
  }
  for (const learningRate of [undefined, NaN, 0, -1]) {
    const rate = { ...options, learningRate: learningRate as number };
    await assertRejects(
      () => trainClassifier(model, data, rate),
      RangeError,
      `Cannot train a classifier as learningRate must be a number > 0: got ${learningRate}`,
    );
  }
  assertEquals(
    model.getWeights().map((weight) => [...weight.dataSync()]),
    before,
  );
});

testOnFastest("trainClassifier() drops while it trains", async () => {
  const losses = [];
  for (const dropout of [0, 0.9]) {
    const model = textClassifier({
      vocabularySize: 12,
      classes: 3,
      embedding: KINDS[0],
      dropout,
      seed: 1,
    });
    const [{ loss }] = await trainClassifier(model, data, {
      ...options,
      epochs: 1,
    });
    losses.push(loss);
    model.dispose();
  }
  assertNotEquals(losses[0], losses[1]);
});

testOnFastest("trainClassifier() shuffles anew in each epoch", async () => {
  const model = classifier(KINDS[0]);
  const orders: string[] = [];
  // labels are read batch by batch
  const seen: number[] = [];
  const labels = new Proxy(data.labels, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) seen.push(Number(key));
      return Reflect.get(target, key);
    },
  });
  let steps = 0;
  await trainClassifier(model, { ids: data.ids, labels }, {
    ...options,
    epochs: 2,
    onStep: () => {
      if (++steps % 8 === 0) orders.push(seen.splice(0).slice(-60).join());
    },
  });
  assertEquals(orders.length, 2);
  assertNotEquals(orders[0], orders[1]);
  model.dispose();
});

testOnFastest(
  "trainClassifier() stops at a loss that is not finite",
  async () => {
    const model = classifier(KINDS[0]);
    const before = tf.memory().numTensors;
    let steps = 0;
    const { message } = await assertRejects(
      () =>
        trainClassifier(model, data, {
          ...options,
          learningRate: 1e30,
          onStep: () => steps++,
        }),
      Error,
    );
    assertEquals(
      message,
      `Cannot go on training as the loss of step ${
        steps + 1
      } must be finite: got NaN`,
    );
    assertEquals(tf.memory().numTensors, before);
    model.dispose();
  },
);

Deno.test("trainClassifier() and classifierAccuracy() refuse what is no model, no data and no option", async () => {
  const model = classifier(KINDS[0]);
  const shapeless = tf.sequential({ name: "plain" });
  const need = "must be a model of layers, sequential or functional: got";
  const labelled =
    "data must be ids and labels of texts, as { ids, labels }: got";
  await assertRefusesArguments("train a classifier", trainClassifier, [
    [[], `it ${need} undefined`],
    [[Promise.resolve(model), data, options], `it ${need} a Promise`],
    [[model, [[1], [0]], options], `${labelled} an array`],
    [[model, data], "its options must be an object: got undefined"],
    [
      [model, data, { ...options, epoch: 1 }],
      "each option must be one of epochs, learningRate, batchSize, seed, validation, signal, onStep: got epoch (did you mean epochs?)",
    ],
    [
      [model, data, { ...options, signal: new AbortController() }],
      "signal must be an AbortSignal, such as new AbortController().signal: got an AbortController",
    ],
    [
      [model, data, { ...options, onStep: "bar" }],
      'onStep must be a function: got "bar"',
    ],
  ]);
  await assertRefusesArguments("train plain", trainClassifier, [
    [
      [shapeless, data, options],
      "it must know its input: its first layer has no inputShape",
    ],
  ]);
  await assertRefusesArguments("test a classifier", classifierAccuracy, [
    [[], `it ${need} undefined`],
    [[model], `${labelled} undefined`],
    [
      [model, { ids: [[1]], labels: "a" }],
      'labels must be an array of classes: got "a"',
    ],
  ]);
  await assertRefusesArguments("test plain", classifierAccuracy, [
    [
      [shapeless, data],
      "it must know its input: its first layer has no inputShape",
    ],
  ]);
});

testOnFastest(
  "trainClassifier() minimizes what regularizers add, and reports the cross-entropy",
  async () => {
    const trained = async (l2: number) => {
      const ids = tf.input({ shape: [null], dtype: "int32" });
      const words = tf.layers.embedding({
        inputDim: 12,
        outputDim: 8,
        embeddingsInitializer: tf.initializers.randomNormal({ seed: 1 }),
        embeddingsRegularizer: tf.regularizers.l2({ l2 }),
      });
      const mean = tf.layers.globalAveragePooling1d({});
      const logits = tf.layers.dense({
        units: 3,
        name: "logits",
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      });
      const scores = logits.apply(mean.apply(words.apply(ids)));
      const outputs = tf.layers.softmax().apply(scores) as tf.SymbolicTensor;
      const model = tf.model({ inputs: ids, outputs });
      const before = tf.memory().numTensors;
      const history = await trainClassifier(model, data, options);
      assertEquals(tf.memory().numTensors, before);
      const [table] = words.getWeights();
      const norm = tf.norm(table).dataSync()[0];
      model.dispose();
      return { norm, first: history[0].loss };
    };
    const [free, held] = [await trained(0), await trained(10)];
    assert(held.norm < free.norm / 10, `${held.norm} of ${free.norm}`);
    // near that of a guess, log(3); with 10 · |table|² it would be 2
    assert(held.first < 1.4, `${held.first}`);
  },
);

testOnFastest(
  "trainClassifier() takes no step once the signal is given",
  async () => {
    const model = classifier(KINDS[0]);
    const before = model.getWeights().map((weight) => weight.arraySync());
    let steps = 0;
    const aborted = {
      ...options,
      signal: AbortSignal.abort(),
      onStep: () => steps++,
    };
    await assertRejects(
      () => trainClassifier(model, data, aborted),
      DOMException,
      "aborted",
    );
    assertEquals(steps, 0);
    assertEquals(
      model.getWeights().map((weight) => weight.arraySync()),
      before,
    );
    // given in the last step, before the validation
    const stop = new AbortController();
    await assertRejects(
      () =>
        trainClassifier(model, data, {
          ...options,
          epochs: 1,
          validation: data,
          signal: stop.signal,
          onStep: () => ++steps === 8 && stop.abort(),
        }),
      DOMException,
      "aborted",
    );
  },
);

testOnFastest(
  "trainClassifier() keeps the constraints of weights",
  async () => {
    const layer = tf.layers.dense({
      units: 3,
      name: "logits",
      kernelConstraint: "nonNeg",
    });
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 12, outputDim: 4 }),
        tf.layers.globalAveragePooling1d({}),
        layer,
        tf.layers.softmax(),
      ],
    });
    await trainClassifier(model, data, { ...options, epochs: 2 });
    const least = tf.min(layer.getWeights()[0]).dataSync()[0];
    assert(least >= 0, `least weight ${least}`);
  },
);
