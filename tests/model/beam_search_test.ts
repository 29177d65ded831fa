import { assert, assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { beamSearch } from "../../lib/model/beam_search.ts";
import type { Transformer } from "../../lib/model/transformer.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { smallLanguageModel } from "../support/small_language_model.ts";
import { KINDS, smallTransformer } from "../support/small_transformer.ts";

const source = [[4, 5, 6, 3], [7, 3], [8, 8, 3], [6, 4, 3], [5, 8, 6, 4, 3]];

/** Weights far from 0, so that translations differ. */
function lively(model: Transformer): Transformer {
  tf.tidy(() => {
    for (const weight of Object.values(model.weights)) {
      weight.assign(tf.mul(weight, 2));
    }
  });
  return model;
}

for (const [kind, change] of Object.entries(KINDS)) {
  for (const beams of kind === "factored" ? [1, 3] : [3]) {
    testOnBackends(
      `beamSearch() with ${beams} beams finds the same without a cache (${kind})`,
      async () => {
        const model = lively(smallTransformer(change));
        const before = tf.memory().numTensors;
        const [cached, plain] = await Promise.all(
          [true, false].map((cache) =>
            beamSearch(model, source, { beams, cache })
          ),
        );
        assertEquals(tf.memory().numTensors, before);
        assertEquals(
          cached.map(({ ids }) => ids),
          plain.map(({ ids }) => ids),
        );
        for (const [i, { score }] of cached.entries()) {
          assert(Math.abs(score - plain[i].score) < 1e-4);
        }
        model.dispose();
      },
    );
  }
}

Deno.test("beamSearch() makes no translation of logits that are not finite", async () => {
  const model = smallTransformer();
  const bias = model.weights["output/bias"];
  const before = tf.memory().numTensors;
  for (const value of [NaN, Infinity]) {
    tf.tidy(() => bias.assign(tf.fill([bias.size], value)));
    for (const [beams, cache] of [[1, true], [3, false]] as const) {
      await assertRejects(
        () => beamSearch(model, source, { beams, cache }),
        Error,
        "Cannot translate as the largest logit must be finite: got one that is not",
      );
    }
  }
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

/** Logarithms of the next word's probabilities, by the whole model. */
function logarithms(model: Transformer, from: number[], to: number[]) {
  return tf.tidy(() => {
    const logits = model.logits(
      tf.tensor2d([from], [1, from.length], "int32"),
      tf.tensor2d([to], [1, to.length], "int32"),
    );
    return [...tf.logSoftmax(tf.squeeze(logits, [0])).dataSync()].slice(-9);
  });
}

Deno.test("beamSearch() with one beam takes the best word each time", async () => {
  await useBackend("cpu");
  const model = lively(smallTransformer());
  const found = await beamSearch(model, source);
  for (const [i, sentence] of source.entries()) {
    const ids = [2];
    const longest = Math.min(8, 3 * sentence.length);
    while (ids.length <= longest && ids.at(-1) !== 3) {
      const values = logarithms(model, sentence, ids);
      values[0] = values[2] = -Infinity;
      ids.push(values.indexOf(Math.max(...values)));
    }
    const words = ids.slice(1).filter((id) => id !== 3);
    assertEquals(found[i].ids, words);
  }
  model.dispose();
});

Deno.test("beamSearch() cuts off what is too long for its source", async () => {
  await useBackend("cpu");
  const model = lively(smallTransformer());
  const all = await beamSearch(model, source, { maxLengthFactor: Infinity });
  assert(all.every(({ ids }, i) => ids.length > source[i].length));
  for (const maxLengthFactor of [0.1, 0.5, 1]) {
    const found = await beamSearch(model, source, { maxLengthFactor });
    for (const [i, { ids }] of found.entries()) {
      const most = Math.max(1, Math.floor(maxLengthFactor * source[i].length));
      assertEquals(ids, all[i].ids.slice(0, most));
    }
  }
  model.dispose();
});

Deno.test("beamSearch() with enough beams finds the best of all translations", async () => {
  await useBackend("cpu");
  const model = lively(smallTransformer());
  for (const lengthPenalty of [0, 2]) {
    for (const sentence of source.slice(1)) {
      let best = { ids: [] as number[], score: -Infinity };
      const visit = (ids: number[], sum: number) => {
        const words = ids.length - 1;
        if (ids.at(-1) === 3 || words === 3) {
          const score = sum / ((5 + words) / 6) ** lengthPenalty;
          const kept = ids.slice(1).filter((id) => id !== 3);
          if (score > best.score) best = { ids: kept, score };
          return;
        }
        const values = logarithms(model, sentence, ids);
        for (const word of [1, 3, 4, 5, 6, 7, 8]) {
          visit([...ids, word], sum + values[word]);
        }
      };
      visit([2], 0);
      const [found] = await beamSearch(model, [sentence], {
        beams: 400,
        maxLength: 3,
        lengthPenalty,
      });
      assertEquals(found.ids, best.ids);
      assert(Math.abs(found.score - best.score) < 1e-4);
    }
  }
  model.dispose();
});

Deno.test("beamSearch() refuses what it can't search", async () => {
  const model = smallTransformer();
  const message = async (options: object, from = source) =>
    (await assertRejects(() => beamSearch(model, from, options)) as Error)
      .message;
  assertEquals(
    await message({ beams: 0 }),
    "Cannot translate as beams must be an integer >= 1: got 0",
  );
  assertEquals(
    await message({ maxLength: 9 }),
    "Cannot translate as maxLength must be at most 8, the number of positions: got 9",
  );
  assertEquals(
    await message({ maxLengthFactor: 0 }),
    "Cannot translate as maxLengthFactor must be > 0: got 0",
  );
  assertEquals(
    await message({ lengthPenalty: NaN }),
    "Cannot translate as lengthPenalty must be finite: got NaN",
  );
  const { targetSize } = model.config;
  for (const id of [-1, 1.5, targetSize]) {
    assertEquals(
      await message({ begin: id }),
      `Cannot translate as begin must be an integer in [0, ${targetSize}): got ${id}`,
    );
    assertEquals(
      await message({ end: id }),
      `Cannot translate as end must be an integer in [0, ${targetSize}): got ${id}`,
    );
  }
  assertEquals(
    await message({}, []),
    "Cannot translate as the number of sentences must be an integer >= 1: got 0",
  );
  model.dispose();
});

Deno.test("beamSearch() searches as it says, sentence by sentence", async () => {
  await useBackend("cpu");
  for (const bias of [0, 4]) { // where ends are rare and where they are likely
    const model = lively(lively(smallTransformer({ seed: 4 })));
    const ends = tf.tensor1d([0, 0, 0, bias, 0, 0, 0, 0, 0]);
    model.weights["output/bias"].assign(ends);
    ends.dispose();
    for (const beams of [2, 3]) {
      const found = await beamSearch(model, source, {
        beams,
        lengthPenalty: 4,
      });
      for (const [i, sentence] of source.entries()) {
        const longest = Math.min(8, 3 * sentence.length);
        let alive = [{ ids: [2], sum: 0 }];
        const ended: { ids: number[]; score: number }[] = [];
        for (let words = 1; alive.length > 0; words++) {
          const all = alive.flatMap(({ ids, sum }) => {
            const values = logarithms(model, sentence, ids);
            return [1, 3, 4, 5, 6, 7, 8].map((word) => ({
              ids: [...ids, word],
              sum: sum + values[word],
            }));
          }).sort((a, b) => b.sum - a.sum);
          const end = ({ ids, sum }: { ids: number[]; sum: number }) =>
            ended.push({
              ids: ids.slice(1).filter((id) => id !== 3),
              score: sum / ((5 + words) / 6) ** 4,
            });
          // an end counts among the best; as many as there are beams go on
          all.slice(0, beams).filter(({ ids }) => ids.at(-1) === 3).forEach(
            end,
          );
          alive = all.filter(({ ids }) => ids.at(-1) !== 3).slice(0, beams);
          if (ended.length >= beams) alive = [];
          if (words === longest) alive.splice(0).forEach(end);
        }
        const best = ended.reduce((a, b) => b.score > a.score ? b : a);
        assertEquals(found[i].ids, best.ids);
        assert(Math.abs(found[i].score - best.score) < 1e-4);
      }
    }
    model.dispose();
  }
});

Deno.test("beamSearch() refuses what is no Transformer, and options that are none", async () => {
  const model = smallTransformer();
  await assertRefusesArguments("translate", beamSearch, [
    [[], "model must be a Transformer: got undefined"],
    [
      [smallLanguageModel(), source],
      "model must be a Transformer: got a LanguageModel",
    ],
    [
      [model],
      "source must be an array of ids of each sentence: got undefined",
    ],
    [[model, source, 4], "its options must be an object: got 4"],
    [
      [model, source, { beam: 4 }],
      "each option must be one of beams, lengthPenalty, maxLength, maxLengthFactor, begin, end, cache: got beam (did you mean beams?)",
    ],
    [[model, [4, 3]], "source[0] must be an array of ids: got 4"],
  ]);
  model.dispose();
});

Deno.test("beamSearch() refuses an end that can't come", async () => {
  const model = smallTransformer();
  for (const options of [{ end: 0 }, { begin: 3, end: 3 }]) {
    const { message } = await assertRejects(
      () => beamSearch(model, [[4, 3]], options),
      RangeError,
    );
    assertEquals(
      message,
      `Cannot translate as end must be neither 0, padding, nor begin: got ${options.end}`,
    );
  }
  model.dispose();
});

Deno.test("beamSearch() leaves nothing of sentences that it refuses", async () => {
  const model = smallTransformer();
  const before = tf.memory().numTensors;
  for (const ids of [[999, 3], Array(100).fill(4)]) {
    await assertRejects(() => beamSearch(model, [ids]));
  }
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("beamSearch() names the sentence with an id outside the vocabulary", async () => {
  const model = smallTransformer();
  for (const id of [11, -1, 4.5, "4" as never]) {
    const { message } = await assertRejects(
      () => beamSearch(model, [[4, 3], [id, 3]]),
      RangeError,
    );
    assertEquals(
      message,
      `Cannot translate as ids of source[1] must be integers in [0, 11): got ${
        Deno.inspect(id)
      }`,
    );
  }
  model.dispose();
});
