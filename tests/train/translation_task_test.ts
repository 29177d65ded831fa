import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import type { WasmBackend } from "../../lib/engine/wasm_memory.ts";
import { beamSearch } from "../../lib/model/beam_search.ts";
import { linearToZero } from "../../lib/train/learning_rates.ts";
import { trainSteps } from "../../lib/train/train_steps.ts";
import { fingerprint } from "../../lib/train/fingerprint.ts";
import { translationLoss } from "../../lib/train/translation_loss.ts";
import { translationTask } from "../../lib/train/translation_task.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canRead } from "../support/permissions.ts";
import { smallTransformer } from "../support/small_transformer.ts";

/** All sentences of up to three of four words; the translation has them the other way round. */
function reversed() {
  const words = [4, 5, 6, 7];
  const all = [
    ...words.map((a) => [a]),
    ...words.flatMap((a) => words.map((b) => [a, b])),
    ...words.flatMap((a) => words.flatMap((b) => words.map((c) => [a, b, c]))),
  ];
  return {
    source: all.map((ids) => [...ids, 3]),
    target: all.map((ids) => [2, ...ids.toReversed(), 3]),
    cut: { source: 0, target: 0 },
  };
}

Deno.test("translationTask() takes ids that may not be changed", () => {
  const model = smallTransformer();
  const ids: readonly (readonly number[])[] = [[4, 3], [5, 3]];
  const cut = { source: 0, target: 0 };
  const train = { source: ids, target: [[2, 4, 3], [2, 5, 3]] as const, cut };
  assertEquals(
    translationTask(model, { train, tokens: 8 }).batches(1).length,
    1,
  );
  model.dispose();
});

Deno.test("translationTask() counts the loss of a model that knows nothing", async () => {
  const model = smallTransformer();
  for (const weight of Object.values(model.weights)) {
    weight.assign(tf.zerosLike(weight)); // all words are as likely
  }
  const pairs = reversed();
  const task = translationTask(model, {
    train: pairs,
    validation: pairs,
    tokens: 20,
  });
  assert(Math.abs(await task.validate!() - Math.log(9)) < 1e-5);
  const batches = task.batches(1);
  assertEquals(
    batches.flat().sort((a, b) => a - b),
    [...pairs.source.keys()],
  );
  assertEquals(
    batches.reduce((sum, batch) => sum + task.size(batch), 0),
    pairs.target.reduce((sum, ids) => sum + ids.length - 1, 0),
  );
  model.dispose();
});

for (
  const [kind, factored] of [
    ["dense", {}],
    ["factored", {
      factored: {
        embedding: { rank: 4 },
        attention: { rank: 4 },
        feedForward: { rank: 4 },
      },
    }],
  ] as const
) {
  Deno.test({
    name: `a ${kind} Transformer learns to turn sentences round`,
    ignore: !canRead,
    fn: async () => {
      await useBackend("wasm");
      const model = smallTransformer({
        width: 32,
        hidden: 64,
        encoderLayers: 1,
        decoderLayers: 1,
        ...factored,
      });
      const pairs = reversed();
      const task = translationTask(model, { train: pairs, tokens: 120 });
      const counts = new Set<number>();
      await trainSteps(task, {
        epochs: 60,
        learningRate: linearToZero({ peak: 0.01, warmUp: 10, steps: 240 }),
        onStep: () => counts.add(tf.memory().numTensors),
      });
      assertEquals(counts.size, 1); // no step holds more than the one before
      const found = await beamSearch(model, pairs.source);
      const right = found.filter(({ ids }, i) =>
        ids.join() === pairs.target[i].slice(1, -1).join()
      );
      assert(right.length >= 0.95 * found.length, `${right.length}`);
      model.dispose();
    },
  });
}

Deno.test("translationTask() makes batches of so many ids or of so many pairs", () => {
  const model = smallTransformer();
  const train = reversed();
  const ids = translationTask(model, { train, tokens: 20 });
  const pairs = translationTask(model, { train, sentences: 10 });
  assertEquals(
    pairs.batches(1).map(({ length }) => length).toSorted((a, b) => a - b),
    [4, 10, 10, 10, 10, 10, 10, 10, 10],
  );
  for (const batch of ids.batches(1)) assert(batch.length <= 20 / 2);
  for (const task of [ids, pairs]) {
    assertEquals(task.batches(2), task.batches(2));
    assert(task.batches(1).join() !== task.batches(2).join());
  }
  assertEquals([ids.config.tokens, ids.config.sentences], [20, undefined]);
  assertEquals([pairs.config.tokens, pairs.config.sentences], [undefined, 10]);
  model.dispose();
});

Deno.test({
  name: "a Transformer takes no more memory after 1,000 steps than after 200",
  ignore: !canRead,
  fn: async () => {
    await useBackend("wasm");
    const wasm = tf.backend() as WasmBackend;
    const model = smallTransformer({
      dropout: 0.1,
      factored: { embedding: { rank: 2 }, attention: { rank: 2 } },
    });
    const task = translationTask(model, { train: reversed(), sentences: 21 });
    const held: { tensors: number; bytes: number; heap: number }[] = [];
    await trainSteps(task, {
      epochs: 250,
      learningRate: () => 1e-3,
      onStep: () => {
        const { numTensors: tensors, numBytes: bytes } = tf.memory();
        const heap = wasm.wasm.asm.memory.buffer.byteLength;
        held.push({ tensors, bytes, heap });
      },
    });
    assertEquals(held.length, 1_000);
    assertEquals(held.at(-1), held[199]);
    model.dispose();
  },
});

Deno.test("translationTask() has all that decides the run in its configuration", () => {
  const model = smallTransformer();
  const options = {
    train: reversed(),
    tokens: 20,
    config: { data: "reversed" },
  };
  const config = {
    data: "reversed",
    model: JSON.parse(JSON.stringify(model.config)),
    pairs: 84,
    digest: fingerprint([
      [options.train.source, options.train.target],
      undefined,
    ]).slice(0, 12),
    tokens: 20,
    smoothing: 0.1,
    seed: 0,
  };
  assertEquals(translationTask(model, options).config, config);
  const other = { smoothing: 0, seed: 7 };
  assertEquals(
    translationTask(model, { ...options, ...other }).config,
    { ...config, ...other },
  );
  model.dispose();
});

Deno.test("translationTask() refuses what is no Transformer, no pairs of ids and no option", async () => {
  const model = smallTransformer();
  const pairs = reversed();
  const need = "must be pairs of ids, such as encodePairs() makes: got";
  await assertRefusesArguments("train a Transformer", translationTask, [
    [[], "model must be a Transformer: got undefined"],
    [[model], "its options must be an object: got undefined"],
    [[model, { sentences: 9 }], `train ${need} undefined`],
    [
      [model, { train: pairs }],
      "sentences or tokens must be given: got neither",
    ],
    [[model, { train: pairs, validation: [] }], `validation ${need} an array`],
    [
      [model, { train: pairs, batchSize: 9 }],
      "each option must be one of tokens, sentences, train, validation, smoothing, seed, config: got batchSize",
    ],
  ]);
  for (
    const [sizes, said] of [
      [
        { tokens: 3 },
        "tokens must be at least 4, the ids of the longest side of a pair",
      ],
      [{ tokens: 0 }, "tokens must be an integer >= 1"],
      [{ sentences: 0 }, "sentences must be an integer >= 1"],
    ] as const
  ) {
    const { message } = assertThrows(
      () => translationTask(model, { train: pairs, ...sizes }),
      RangeError,
    );
    const [got] = Object.values(sizes);
    assertEquals(message, `Cannot train a Transformer as ${said}: got ${got}`);
  }
  model.dispose();
});

Deno.test("translationTask() and translationLoss() refuse what the model can't read before any step", async () => {
  const model = smallTransformer();
  const { sourceSize, maxPositions } = model.config;
  const pairs = reversed();
  const other = { ...pairs, source: pairs.source.with(2, [sourceSize, 3]) };
  const message = (parts: object) =>
    assertThrows(
      () => translationTask(model, { train: pairs, sentences: 8, ...parts }),
      RangeError,
    ).message;
  const expected =
    `source[2] must be integers in [0, ${sourceSize}): got ${sourceSize}`;
  assertEquals(
    message({ train: other }),
    `Cannot train a Transformer as ids of train.${expected}`,
  );
  assertEquals(
    message({ validation: other }),
    `Cannot train a Transformer as ids of validation.${expected}`,
  );
  const long = new Array(maxPositions + 2).fill(4);
  assertEquals(
    message({ train: { ...pairs, target: pairs.target.with(1, long) } }),
    `Cannot train a Transformer as train.target[1] must have at most ${
      maxPositions + 1
    } ids, for ${maxPositions} positions: got ${maxPositions + 2}`,
  );
  const { targetSize } = model.config;
  const unknown = pairs.target.with(1, [2, targetSize, 3]);
  assertEquals(
    message({ train: { ...pairs, target: unknown } }),
    `Cannot train a Transformer as ids of train.target[1] must be integers in [0, ${targetSize}): got ${targetSize}`,
  );
  const fits = long.slice(1); // as a target, whose last id is not read
  assertEquals(
    message({ train: { ...pairs, source: pairs.source.with(1, fits) } }),
    `Cannot train a Transformer as train.source[1] must have at most ${maxPositions} ids, for ${maxPositions} positions: got ${fits.length}`,
  );
  const target = pairs.target.with(1, fits);
  translationTask(model, { train: { ...pairs, target }, sentences: 8 });
  await assertRejects(
    () => translationLoss(model, other),
    RangeError,
    `Cannot take the loss of pairs as ids of pairs.${expected}`,
  );
  model.dispose();
});
