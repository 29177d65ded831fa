import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { sampleIds } from "../../lib/model/sample_ids.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { smallLanguageModel } from "../support/small_language_model.ts";

/** Weights far from 0, so that ids differ in how likely they are. */
function lively() {
  const model = smallLanguageModel();
  for (const weight of Object.values(model.weights)) {
    tf.tidy(() => weight.assign(tf.mul(weight, 2)));
  }
  return model;
}

/** Logits behind the last of some ids, by the whole model. */
function logitsOf(model: ReturnType<typeof lively>, ids: number[]): number[] {
  return tf.tidy(() => {
    const all = model.logits(tf.tensor2d([ids], [1, ids.length], "int32"));
    return [...all.dataSync()].slice(-9);
  });
}

testOnBackends(
  "sampleIds() takes the likeliest id at temperature 0",
  async () => {
    const model = lively();
    const before = tf.memory().numTensors;
    const found = await sampleIds(model, [4, 5], {
      length: 20,
      temperature: 0,
    });
    assertEquals(tf.memory().numTensors, before);
    let seen = [4, 5];
    for (const id of found) {
      if (seen.length > 8) seen = seen.slice(-4); // half of the positions, read anew
      const logits = logitsOf(model, seen);
      logits[0] = -Infinity;
      const most = Math.max(...logits);
      assert(logits[id] > most - 1e-4, `${id} after ${seen}`);
      seen.push(id);
    }
    model.dispose();
  },
);

testOnBackends("sampleIds() reads its prompt in one step", async () => {
  const model = lively();
  let steps = 0;
  const step = model.step.bind(model);
  model.step = (ids, cache) => {
    steps++;
    return step(ids, cache);
  };
  const prompt = [4, 5, 6, 4, 7, 8];
  const [found] = await sampleIds(model, prompt, { length: 1, temperature: 0 });
  assertEquals(steps, 1);
  const logits = logitsOf(model, prompt).slice(1);
  assertEquals(found, 1 + logits.indexOf(Math.max(...logits)));
  model.dispose();
});

for (
  const [name, cut, kept] of [
    ["of all ids", {}, 7],
    ["of the likeliest ids", { topK: 3 }, 3],
    ["of the ids that are likely together", { topP: 0.6 }, undefined],
    ["of as many as both allow", { topK: 3, topP: 0.6 }, 2],
  ] as const
) {
  Deno.test(`sampleIds() draws ${name} as often as the model says`, async () => {
    await useBackend("cpu");
    const model = lively();
    const temperature = 1.5;
    const weights = logitsOf(model, [4]).map((z) => Math.exp(z / temperature));
    weights[0] = weights[7] = 0;
    const total = (weights: readonly number[]) =>
      weights.reduce((a, b) => a + b, 0);
    const sorted = weights.toSorted((a, b) => b - a);
    const enough = kept ??
      sorted.findIndex((_, i) =>
          total(sorted.slice(0, i + 1)) >= 0.6 * total(sorted)
        ) + 1;
    assert(enough > 1 && enough < 8);
    const likeliest = weights.map((w) => w >= sorted[enough - 1] ? w : 0);
    const draws = 2_000;
    const counts = new Array(9).fill(0);
    for (let seed = 0; seed < draws; seed++) {
      const options = { length: 1, temperature, seed, without: [0, 7], ...cut };
      counts[(await sampleIds(model, [4], options))[0]]++;
    }
    for (const [id, weight] of likeliest.entries()) {
      const share = weight / total(likeliest);
      // five deviations of a binomial count
      const allowed = 5 * Math.sqrt(draws * share * (1 - share));
      const off = Math.abs(counts[id] - draws * share);
      assert(off <= allowed, `${id}: ${counts}`);
    }
    model.dispose();
  });
}

Deno.test("sampleIds() ends a text at its end", async () => {
  await useBackend("cpu");
  const model = lively();
  const options = { length: 30, seed: 1 };
  const whole = await sampleIds(model, [4], options);
  for (const end of new Set(whole)) {
    const found = await sampleIds(model, [4], { ...options, end });
    assertEquals(found, whole.slice(0, whole.indexOf(end)));
  }
  model.dispose();
});

Deno.test("sampleIds() draws the same from the same seed", async () => {
  await useBackend("cpu");
  const model = lively();
  const [a, b, c] = await Promise.all(
    [1, 1, 2].map((seed) => sampleIds(model, [4], { length: 30, seed })),
  );
  assertEquals(a, b);
  assertNotEquals(a, c);
  model.dispose();
});

Deno.test("sampleIds() refuses what it can't go on from", async () => {
  await useBackend("cpu");
  const model = smallLanguageModel();
  const message = async (prompt: number[], options: object) =>
    (await assertRejects(
      () => sampleIds(model, prompt, { length: 1, ...options }),
      RangeError,
    )).message;
  assertEquals(
    await message([], {}),
    "Cannot sample a text as the length of the prompt must be an integer >= 1: got 0",
  );
  assertEquals(
    await message([2, 9], {}),
    "Cannot sample a text as ids must be integers in [0, 9): got 9",
  );
  assertEquals(
    await message([2], { temperature: -1 }),
    "Cannot sample a text as temperature must be a finite number >= 0: got -1",
  );
  assertEquals(
    await message([2], { topK: 0 }),
    "Cannot sample a text as topK must be an integer >= 1: got 0",
  );
  for (const topP of [0, 1.5, NaN]) {
    assertEquals(
      await message([2], { topP }),
      `Cannot sample a text as topP must be above 0 and at most 1: got ${topP}`,
    );
  }
  assertEquals(
    await message([2], { end: 9 }),
    "Cannot sample a text as end must be an integer in [0, 9): got 9",
  );
  for (const options of [{ end: 0 }, { end: 5, without: [5] }]) {
    assertEquals(
      await message([2], options),
      `Cannot sample a text as end must not be among without, 0 by default: got ${options.end}`,
    );
  }
  const all = [8, 0, 1, 2, 3, 4, 5, 6, 7];
  assertEquals(
    await message([2], { without: [9, ...all] }),
    "Cannot sample a text as without must leave an id: got all 9",
  );
  const one = { length: 2, without: all.slice(1) };
  assertEquals(await sampleIds(model, [2], one), [8, 8]);
  model.dispose();
});

Deno.test("sampleIds() draws nothing from logits that are not finite", async () => {
  const model = smallLanguageModel();
  const bias = model.weights["output/bias"];
  const before = tf.memory().numTensors;
  for (
    const [values, got] of [
      [[NaN], "NaN"],
      [[0, 0, 0, NaN], "NaN"],
      [[0, Infinity], "Infinity"],
      [[], "-Infinity"],
    ] as const
  ) {
    const rest = values.length === 0 ? -Infinity : 0;
    const all = Array.from({ length: bias.size }, (_, i) => values[i] ?? rest);
    tf.tidy(() => bias.assign(tf.tensor1d(all)));
    for (const temperature of [0, 1]) {
      await assertRejects(
        () => sampleIds(model, [4], { length: 2, temperature, without: [] }),
        Error,
        `Cannot sample a text as the largest logit must be finite: got ${got}`,
      );
    }
  }
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("sampleIds() refuses what is no LanguageModel or prompt, and options that are none", async () => {
  const model = smallLanguageModel();
  await assertRefusesArguments("sample a text", sampleIds, [
    [
      [Promise.resolve(model), [4]],
      "model must be a LanguageModel: got a Promise",
    ],
    [
      [model, "a text", { length: 2 }],
      'prompt must be an array of ids: got "a text"',
    ],
    [[model, [4]], "its options must be an object: got undefined"],
    [
      [model, [4], { length: 2, without: 0 }],
      "without must be an array of ids: got 0",
    ],
    [
      [model, [4], { lenght: 2 }],
      "each option must be one of length, temperature, seed, without, topK, topP, end: got lenght (did you mean length?)",
    ],
  ]);
  model.dispose();
});

Deno.test("sampleIds() says that the model was disposed, and leaves nothing behind", async () => {
  const model = smallLanguageModel();
  model.dispose();
  const before = tf.memory().numTensors;
  await assertRejects(
    () => sampleIds(model, [4], { length: 2 }),
    Error,
    "Cannot read a sentence as the model must have its weights: got one that was disposed",
  );
  assertEquals(tf.memory().numTensors, before);
});
