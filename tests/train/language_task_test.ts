import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { join } from "node:path";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { fingerprint } from "../../lib/train/fingerprint.ts";
import { languageLoss } from "../../lib/train/language_loss.ts";
import { languageTask } from "../../lib/train/language_task.ts";
import { linearToZero } from "../../lib/train/learning_rates.ts";
import { FILES, trainSteps } from "../../lib/train/train_steps.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { PRESENT } from "../support/backends.ts";
import { smallLanguageModel } from "../support/small_language_model.ts";
import { testInFolder } from "../support/test_in_folder.ts";

/** 1 2 3 4 5 6 7 8 1 2 … */
const COUNTED = Int32Array.from({ length: 200 }, (_, i) => 1 + i % 8);
const SIZES = { window: 6, batch: 4, batches: 5 };

Deno.test("languageTask() takes windows that lie in the text, the same each time", async () => {
  await useBackend("cpu");
  const model = smallLanguageModel();
  const task = languageTask(model, { train: COUNTED, ...SIZES, batches: 300 });
  const starts = task.batches(2).flat();
  assertEquals(task.batches(2).flat(), starts);
  assert(task.batches(1).flat().join() !== starts.join());
  assertEquals([Math.min(...starts), Math.max(...starts)], [0, 193]);
  assertEquals(task.size([0, 7, 3]), 18);
  const [part, whole] = [[3, 9], [3, 9, 100]].map((batch) =>
    tf.tidy(() => task.loss(batch, 1).dataSync()[0])
  );
  const alone = tf.tidy(() => task.loss([100], 1).dataSync()[0]);
  assert(Math.abs(part + alone - whole) < 1e-4);
  model.dispose();
});

Deno.test({
  name: "a LanguageModel learns to count",
  ignore: !PRESENT.wasm,
  fn: async () => {
    await useBackend("wasm");
    const model = smallLanguageModel({ factored: { parameters: 1_000 } });
    const task = languageTask(model, {
      train: COUNTED,
      validation: COUNTED,
      ...SIZES,
      batches: 150,
    });
    const counts = new Set<number>();
    const { best } = await trainSteps(task, {
      epochs: 1,
      learningRate: linearToZero({ peak: 0.03, warmUp: 10, steps: 150 }),
      onStep: () => counts.add(tf.memory().numTensors),
    });
    assertEquals(counts.size, 1); // no step holds more than the one before
    assert(best!.loss < 0.3, `${best!.loss}`);
    model.dispose();
  },
});

testInFolder(
  "a LanguageModel with dropout in all places goes on bit for bit",
  async (folder) => {
    await useBackend("cpu");
    const folders = ["whole", "stopped"].map((name) => join(folder, name));
    const train = async (folder: string, stopBehind: number) => {
      const model = smallLanguageModel({
        dropout: 0.2,
        attentionDropout: 0.3,
        feedForwardDropout: 0.4,
      });
      const controller = new AbortController();
      const task = languageTask(model, {
        train: COUNTED,
        validation: COUNTED,
        ...SIZES,
      });
      const { finished } = await trainSteps(task, {
        epochs: 2,
        learningRate: linearToZero({ peak: 0.01, warmUp: 2, steps: 10 }),
        folder,
        saveEvery: 1,
        signal: controller.signal,
        onStep: ({ step }) => step === stopBehind && controller.abort(),
      });
      model.dispose();
      return finished;
    };
    assertEquals(await train(folders[0], Infinity), true);
    assertEquals(await train(folders[1], 3), false);
    assertEquals(await train(folders[1], 7), false);
    assertEquals(await train(folders[1], Infinity), true);
    for (const file of [FILES.checkpoint, FILES.best]) {
      // a comparison of all bytes would show all that differ
      const [a, b] = await Promise.all(folders.map(async (folder) => {
        const bytes = await Deno.readFile(join(folder, file));
        const digest = await crypto.subtle.digest("SHA-256", bytes);
        return new Uint8Array(digest).toHex();
      }));
      assertEquals(a, b, file);
    }
  },
);

Deno.test("languageTask() refuses windows and texts that don't fit", async () => {
  await useBackend("cpu");
  const model = smallLanguageModel();
  const message = (change: object) =>
    assertThrows(
      () => languageTask(model, { train: COUNTED, ...SIZES, ...change }),
      RangeError,
    ).message;
  assertEquals(
    message({ window: 9 }),
    "Cannot train a language model as window must be at most 8, the model's positions: got 9",
  );
  assertEquals(
    message({ validation: COUNTED.subarray(0, 6) }),
    "Cannot train a language model as validation must have more than 6 ids: got 6",
  );
  assertEquals(
    message({ batch: 0 }),
    "Cannot train a language model as batch must be an integer >= 1: got 0",
  );
  model.dispose();
});

Deno.test("languageTask() has all that decides the run in its configuration", () => {
  const model = smallLanguageModel();
  const { config } = languageTask(model, {
    train: COUNTED,
    ...SIZES,
    smoothing: 0.2,
    seed: 5,
    config: { text: "counted" },
  });
  assertEquals(config, {
    text: "counted",
    model: JSON.parse(JSON.stringify(model.config)),
    ids: 200,
    digest: fingerprint([[...COUNTED], []]).slice(0, 12),
    ...SIZES,
    smoothing: 0.2,
    seed: 5,
  });
  assertEquals(
    languageTask(model, { train: Array.from(COUNTED), ...SIZES }).config
      .digest,
    config.digest,
  );
  const others = COUNTED.toReversed(); // as many
  assertNotEquals(
    languageTask(model, { train: others, ...SIZES }).config.digest,
    config.digest,
  );
  model.dispose();
});

Deno.test("languageTask() refuses what is no LanguageModel or list of ids, and options that are none", async () => {
  const model = smallLanguageModel();
  const need =
    "must be an array of ids, such as a vocabulary's encode() gives: got";
  await assertRefusesArguments("train a language model", languageTask, [
    [[], "model must be a LanguageModel: got undefined"],
    [[model], "its options must be an object: got undefined"],
    [[model, { ...SIZES, train: "a text" }], `train ${need} "a text"`],
    [
      [model, { ...SIZES, train: COUNTED, validation: "a" }],
      `validation ${need} "a"`,
    ],
    [
      [model, { ...SIZES, text: COUNTED }],
      "each option must be one of train, validation, window, batch, batches, smoothing, seed, config: got text",
    ],
  ]);
  model.dispose();
});

Deno.test("languageTask() and languageLoss() refuse ids outside the vocabulary before any step", async () => {
  const model = smallLanguageModel();
  const other = [...COUNTED, 9];
  for (const texts of [{ train: other }, { validation: other }]) {
    const { message } = assertThrows(
      () => languageTask(model, { train: COUNTED, ...SIZES, ...texts }),
      RangeError,
    );
    assertEquals(
      message,
      `Cannot train a language model as ids of ${
        Object.keys(texts)[0]
      } must be integers in [0, 9): got 9`,
    );
  }
  await assertRejects(
    () => languageLoss(model, other, { window: 6 }),
    RangeError,
    "Cannot take the loss of a text as ids of text must be integers in [0, 9): got 9",
  );
  model.dispose();
});
