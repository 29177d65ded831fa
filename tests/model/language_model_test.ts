import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import {
  LanguageModel,
  type LanguageModelCache,
} from "../../lib/model/language_model.ts";
import type { LanguageModelConfig } from "../../lib/model/language_model_config.ts";
import { smoothedCrossEntropy } from "../../lib/op/smoothed_cross_entropy.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import {
  LANGUAGE_KINDS,
  smallLanguageModel,
} from "../support/small_language_model.ts";
import { assertWeightGradients } from "../support/weight_gradients.ts";

const ids = (rows: number[][]) =>
  tf.tensor2d(rows, [rows.length, rows[0].length], "int32");

for (const [kind, change] of Object.entries(LANGUAGE_KINDS)) {
  testOnBackends(`LanguageModel (${kind}) sees no word to come`, () => {
    const model = smallLanguageModel(change);
    const [a, b, c] = [[2, 6, 7], [2, 6, 8], [6, 2, 7]].map((text) =>
      model.logits(ids([text]))
    );
    assertEquals(a.shape, [1, 3, 9]);
    assertAllClose(
      tf.slice(a, [0, 0, 0], [1, 2, 9]),
      tf.slice(b, [0, 0, 0], [1, 2, 9]),
      { absolute: 1e-6 },
    );
    assertNotEquals(a.arraySync(), b.arraySync());
    const last = (x: tf.Tensor) =>
      tf.slice(x, [0, 2, 0], [1, 1, 9]).arraySync();
    assertNotEquals(last(a), last(c)); // the order counts
    model.dispose();
  });

  testOnBackends(
    `LanguageModel (${kind}) gives from a cache what it gives at once`,
    () => {
      const model = smallLanguageModel(change);
      const text = [[4, 2, 6, 7, 1, 1, 3, 8], [5, 5, 2, 8, 7, 3, 4, 6]];
      const whole = model.logits(ids(text));
      const before = tf.memory().numTensors;
      let cache: LanguageModelCache = [];
      const steps = text[0].map((_, t) => {
        const last = ids(text.map((row) => [row[t]]));
        const old = cache;
        const next = model.step(last, old);
        cache = next.cache;
        last.dispose();
        for (const { key, value } of old) tf.dispose([key, value]);
        return next.logits;
      });
      for (const { key, value } of cache) tf.dispose([key, value]);
      assertEquals(tf.memory().numTensors, before + steps.length);
      assertAllClose(tf.stack(steps, 1), whole, { absolute: 1e-5 });
      model.dispose();
    },
  );

  // the parts have theirs tested on every backend
  Deno.test(`LanguageModel (${kind}) has the gradient of finite differences`, async () => {
    await useBackend("cpu");
    const model = smallLanguageModel({ ...change, layers: 1 });
    const text = ids([[2, 6, 7]]);
    const loss = () =>
      smoothedCrossEntropy(
        tf.reshape(model.logits(text, { training: true }), [3, 9]),
        [6, 7, 3],
      );
    assertWeightGradients(model.weights, loss);
    model.dispose();
  });
}

Deno.test("LanguageModel counts its parameters", () => {
  const model = smallLanguageModel();
  const attention = 4 * (8 * 8 + 8) + 2 * 8;
  const feedForward = 8 * 12 + 12 + 12 * 8 + 8 + 2 * 8;
  const ends = 9 * 8 + 9 + 2 * 8;
  assertEquals(model.countParams(), 2 * (attention + feedForward) + ends);
  model.dispose();
});

Deno.test("LanguageModel drops the same in all places from the same seed", () => {
  const places = {
    dropout: 0.5,
    attentionDropout: 0.5,
    feedForwardDropout: 0.5,
  };
  const outputs = (change: object) =>
    [3, 3, 4].map((seed) => {
      const model = smallLanguageModel({ seed, ...change });
      const logits = model.logits(ids([[4, 5, 6]]), { training: true });
      const values = [...logits.dataSync()];
      const without = [...model.logits(ids([[4, 5, 6]])).dataSync()];
      model.dispose();
      return { values, without };
    });
  for (const place of Object.entries(places)) {
    const [a, b, c] = outputs(Object.fromEntries([place]));
    assertEquals(a, b);
    assertNotEquals(a, c);
    assertNotEquals(a.values, a.without, place[0]);
  }
});

Deno.test("LanguageModel leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  const model = smallLanguageModel({ dropout: 0.1, attentionDropout: 0.1 });
  const inside = tf.memory().numTensors;
  const input = ids([[4, 5]]);
  model.logits(input, { training: true }).dispose();
  input.dispose();
  assertEquals(tf.memory().numTensors, inside);
  model.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("LanguageModel refuses what it can't be made of, and long texts", () => {
  const message = (change: object) =>
    assertThrows(() => smallLanguageModel(change), RangeError).message;
  assertEquals(
    message({ layers: 0 }),
    "Cannot make a LanguageModel as layers must be an integer >= 1: got 0",
  );
  assertEquals(
    message({ heads: 3 }),
    "Cannot make a LanguageModel as width must be a multiple of heads (3): got 8",
  );
  assertEquals(
    message({ attentionDropout: 1 }),
    "Cannot make a LanguageModel as attentionDropout must be in [0, 1): got 1",
  );
  const model = smallLanguageModel();
  const error = assertThrows(
    () => model.logits(ids([[4, 4, 4, 4, 4, 4, 4, 4, 3]])),
    ShapeError,
  );
  assertEquals(
    error.message,
    "Cannot read a sentence as shape must be [batch, at most 8]: got [1, 9]",
  );
  model.dispose();
});

testOnBackends(
  "LanguageModel tells nothing behind the words of an empty text, and takes no step on none",
  () => {
    const model = smallLanguageModel();
    const none = tf.zeros([2, 0], "int32") as tf.Tensor2D;
    const { vocabularySize } = model.config;
    assertEquals(model.logits(none).shape, [2, 0, vocabularySize]);
    assertEquals(
      assertThrows(() => model.step(none), ShapeError).message,
      "Cannot read a sentence as shape must be [batch, at least 1]: got [2, 0]",
    );
    model.dispose();
  },
);

Deno.test("LanguageModel refuses options that are no object, and ids that are no tensor", async () => {
  const make = (config: LanguageModelConfig) => new LanguageModel(config);
  const model = smallLanguageModel();
  await assertRefusesArguments("make a LanguageModel", make, [
    [[], "its options must be an object: got undefined"],
    [
      [{ ...model.config, factored: 1_000 }],
      "factored must be an object such as { parameters: 100_000 }: got 1000",
    ],
  ]);
  await assertRefusesArguments(
    "read a sentence",
    (ids: tf.Tensor2D) => model.logits(ids),
    [
      [[[[4, 5]]], "ids must be a tensor of ids: got an array"],
      [
        [tf.tensor1d([4, 5], "int32")],
        "shape must be [batch, at most 8]: got [2]",
      ],
    ],
  );
  model.dispose();
});
