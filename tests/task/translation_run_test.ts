import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { join } from "node:path";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { translationData } from "../../lib/task/translation_data.ts";
import { translationPairs } from "../../lib/task/translation_pairs.ts";
import { TRANSLATION_SETTINGS } from "../../lib/task/translation_presets.ts";
import {
  trainTranslation,
  type TranslationRun,
} from "../../lib/task/translation_run.ts";
import type { TranslationSettings } from "../../lib/task/translation_settings.ts";
import { readMetrics } from "../../lib/train/read_metrics.ts";
import { FILES } from "../../lib/train/train_steps.ts";
import { translationLoss } from "../../lib/train/translation_loss.ts";
import { Translator } from "../../lib/train/translator.ts";
import { numberTable } from "../support/number_pairs.ts";
import { testInFolder } from "../support/test_in_folder.ts";

/** A run on pairs of numbers, small and quick. */
async function smallRun(
  folder: string,
  settings: Partial<TranslationSettings> = {},
  hidden = 64,
): Promise<TranslationRun> {
  await useBackend("wasm");
  const train = join(folder, "numbers.tsv");
  await Deno.writeTextFile(train, numberTable());
  const pairs = await translationPairs({
    train,
    columns: [2, 1],
    heldOut: 0.1,
  });
  const data = await translationData(pairs, {
    kind: "words",
    minCount: 1,
    lowerCase: true,
    maxPositions: 8,
  });
  return {
    data,
    model: {
      sourceSize: data.source.size,
      targetSize: data.target.size,
      width: 32,
      heads: 2,
      hidden,
      encoderLayers: 1,
      decoderLayers: 1,
      maxPositions: 8,
      dropout: 0.1,
      seed: 1,
      factored: { attention: { rank: 4 } },
    },
    settings: {
      ...TRANSLATION_SETTINGS,
      weightDecay: 0,
      rate: 0.01,
      epochs: 2,
      batch: { sentences: 25 },
      ...settings,
    },
    folder: join(folder, "run"),
    keep: "best",
  };
}

testInFolder(
  "trainTranslation() leaves the translator that was best on validation",
  async (folder) => {
    const run = await smallRun(folder, { epochs: 60 });
    const before = tf.memory().numTensors;
    let parameters = 0;
    let last = { words: 0, totalWords: 1 };
    const result = await trainTranslation({
      ...run,
      onModel: (count) => parameters = count,
      onStep: (state) => last = state,
    });
    assertEquals(tf.memory().numTensors, before);
    assertEquals([result.finished, result.steps, result.epochs], [
      true,
      180,
      60,
    ]);
    assertEquals(last.words, last.totalWords);
    assertEquals(result.parameters, parameters);
    assert(result.seconds > 0 && result.wordsPerSecond > 0);
    const translator = await Translator.read(run.folder);
    assertEquals(translator.model.countParams(), parameters);
    const loss = await translationLoss(translator.model, run.data.validation);
    assert(Math.abs(loss - result.best!.loss) < 1e-6);
    assert(loss < 0.7, `${loss}`); // that of guessing among four words is 1.4
    const [text] = await translator.translate(["eins drei"]);
    assertEquals(text, "three one");
    translator.dispose();

    let steps = 0; // what is over already only tells what it gave
    const again = await trainTranslation({ ...run, onStep: () => steps++ });
    assertEquals([again, steps], [result, 0]);

    await trainTranslation({ ...run, keep: "last" });
    const other = await Translator.read(run.folder);
    const lastLoss = await translationLoss(other.model, run.data.validation);
    const { validations } = await readMetrics(run.folder);
    assert(Math.abs(lastLoss - validations.at(-1)!.validation) < 1e-6);
    assert(lastLoss > loss); // or the test would not tell them apart
    other.dispose();
  },
);

testInFolder("trainTranslation() that was stopped goes on", async (folder) => {
  const whole = await smallRun(join(folder), { epochs: 3 });
  const stopped = { ...whole, folder: join(folder, "stopped") };
  const expected = await trainTranslation(whole);
  const controller = new AbortController();
  const part = await trainTranslation({
    ...stopped,
    signal: controller.signal,
    onStep: ({ step }) => step === 4 && controller.abort(),
  });
  assertEquals([part.finished, part.steps, part.epochs], [false, 4, 1]);
  const half = await Translator.read(stopped.folder); // the best so far
  half.dispose();
  const words: number[] = [];
  let all = 0;
  const rest = await trainTranslation({
    ...stopped,
    onStep: (state) => {
      words.push(state.words);
      all = state.totalWords;
    },
  });
  assertEquals([rest.steps, rest.best], [9, expected.best]);
  assertEquals([words.length, words.at(-1)], [5, all]);
  for (const name of ["weights.safetensors", "config.json", FILES.checkpoint]) {
    assertEquals(
      await Deno.readFile(join(stopped.folder, name)),
      await Deno.readFile(join(whole.folder, name)),
    );
  }
});

testInFolder(
  "trainTranslation() names what differs from the run of its folder",
  async (folder) => {
    const run = await smallRun(folder, { epochs: 1 });
    await trainTranslation(run);
    const path = join(run.folder, FILES.checkpoint);
    const other = await smallRun(folder, {
      epochs: 2,
      rate: 0.02,
      batch: { tokens: 90 },
    }, 60);
    const error = await assertRejects(
      () => trainTranslation(other),
      RangeError,
    );
    assertEquals(
      (error as Error).message,
      `Cannot go on from ${path} as its configuration must be the same: got rate 0.01, not 0.02, epochs 1, not 2, model.hidden 64, not 60, sentences 25, not missing, tokens missing, not 90`,
    );
    const { source, target, cut } = run.data.train;
    const less = { source: source.slice(1), target: target.slice(1), cut };
    const data = { ...run.data, train: less };
    const message = (await assertRejects(
      () => trainTranslation({ ...run, data }),
      RangeError,
    ) as Error).message;
    assertMatch(
      message,
      /got pairs 75, not 74, digest "\w{12}", not "\w{12}"$/,
    );

    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.subarray(0, bytes.length - 9));
    const before = tf.memory().numTensors;
    await assertRejects(
      () => trainTranslation(run),
      SyntaxError,
      `Cannot read ${path} as it must have ${bytes.length} bytes: got ${
        bytes.length - 9
      }`,
    );
    assertEquals(tf.memory().numTensors, before);
  },
);

testInFolder(
  "trainTranslation() goes on for longer where the rate does not depend on it",
  async (folder) => {
    const schedule = "inverse-sqrt";
    await trainTranslation(await smallRun(folder, { epochs: 1, schedule }));
    const run = await smallRun(folder, { epochs: 2, schedule });
    const { epochs, steps } = await trainTranslation(run);
    assertEquals([epochs, steps], [2, 6]);
  },
);

testInFolder(
  "trainTranslation() finds out before any work that it can't save",
  async (folder) => {
    const run = await smallRun(folder);
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    let called = false;
    const error = await assertRejects(() =>
      trainTranslation({
        ...run,
        folder: join(file, "run"),
        onModel: () => called = true,
      })
    ) as Error;
    const start = `Cannot save to ${
      join(file, "run")
    } as it must be a folder that can be written to: got `;
    assertEquals(error.message.slice(0, start.length), start);
    assertEquals(called, false);
  },
);

testInFolder(
  "trainTranslation() stops early by its patience",
  async (folder) => {
    // steps that are lost in rounding: no validation is better than the first
    const run = await smallRun(folder, { epochs: 5, rate: 1e-20, patience: 1 });
    const { finished, epochs, best } = await trainTranslation(run);
    assertEquals([finished, epochs, best!.epoch], [true, 2, 1]);
  },
);

testInFolder(
  "trainTranslation() averages behind what it trains without averages, at a third of the rate",
  async (folder) => {
    const stepsOf = async (name: string, settings: object) => {
      const steps: (readonly [loss: number, rate: number])[] = [];
      await trainTranslation({
        ...await smallRun(folder, settings),
        folder: join(folder, name),
        keep: "last",
        onStep: ({ loss, learningRate }) => steps.push([loss, learningRate]),
      });
      return steps;
    };
    const alone = await stepsOf("alone", { epochs: 2 });
    const averaged = await stepsOf("averaged", { epochs: 3, average: 1 });
    const count = alone.length;
    assertEquals(averaged.slice(0, count), alone);
    const largest = Math.max(...alone.map(([, rate]) => rate));
    for (const [, rate] of averaged.slice(count)) {
      assertAlmostEquals(rate, largest / 3);
    }
    assertEquals(averaged.length, count * 3 / 2);
    const path = join(folder, "averaged"); // holds the mean, as it was validated
    const translator = await Translator.read(path);
    const { validation } = (await smallRun(folder)).data;
    const loss = await translationLoss(translator.model, validation);
    const { validations } = await readMetrics(path);
    assertAlmostEquals(loss, validations.at(-1)!.validation, 1e-6);
    translator.dispose();
  },
);

testInFolder(
  "trainTranslation() trains with the weight decay of its settings",
  async (folder) => {
    await trainTranslation(
      await smallRun(folder, { epochs: 1, weightDecay: 0.5 }),
    );
    const other = await smallRun(folder, { epochs: 1, weightDecay: 0.25 });
    await assertRejects(
      () => trainTranslation(other),
      RangeError,
      "got weightDecay 0.5, not 0.25",
    );
  },
);

testInFolder(
  "trainTranslation() counts steps of several batches in its falling rate",
  async (folder) => {
    const rates: number[] = [];
    const run = await smallRun(folder, {
      schedule: "linear",
      accumulate: 2,
      epochs: 1,
    });
    await trainTranslation({
      ...run,
      onStep: ({ learningRate }) => rates.push(learningRate),
    });
    // a step behind the last it would be 0
    assertAlmostEquals(rates.at(-2)!, 2 * rates.at(-1)!, 1e-9);
  },
);
