import { assert, assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { FlatLayout } from "../../lib/train/flat_layout.ts";
import { linearToZero } from "../../lib/train/learning_rates.ts";
import type { TrainStepsOptions } from "../../lib/train/train_options.ts";
import { trainSteps } from "../../lib/train/train_steps.ts";
import { WeightAverage } from "../../lib/train/weight_average.ts";
import { testOnBackends } from "../support/backends.ts";
import { canRead, canWrite } from "../support/permissions.ts";
import { smallTraining } from "../support/small_training.ts";

const OPTIONS: TrainStepsOptions = {
  epochs: 4,
  learningRate: linearToZero({ peak: 0.05, warmUp: 3, steps: 15 }),
  accumulate: 2,
  average: 2,
};

type Weights = Readonly<Record<string, tf.Variable>>;

function valuesOf(weights: Weights): number[] {
  return Object.values(weights).flatMap((weight) => [...weight.dataSync()]);
}

function assertNear(actual: readonly number[], expected: readonly number[]) {
  assertEquals(actual.length, expected.length);
  for (const [i, value] of actual.entries()) {
    const apart = Math.abs(value - expected[i]);
    assert(apart <= 1e-6 * (1 + Math.abs(expected[i])), `${i}: ${apart}`); // float32
  }
}

/** Weights of each step, mean of those of the last epochs. */
async function stepwise(options: TrainStepsOptions) {
  const { average: _, ...alone } = options;
  const task = smallTraining();
  const steps: number[][] = [];
  const onStep = () => steps.push(valuesOf(task.weights));
  await trainSteps(task, { ...alone, onStep });
  task.dispose();
  return steps;
}

function mean(rows: readonly (readonly number[])[]): number[] {
  return rows[0].map((_, i) =>
    rows.reduce((sum, row) => sum + row[i], 0) / rows.length
  );
}

testOnBackends("WeightAverage holds the mean, and lends it", () => {
  const weights = {
    a: tf.variable(tf.zeros([2])),
    b: tf.variable(tf.zeros([1, 3])),
  };
  const before = tf.memory().numTensors;
  const average = new WeightAverage(weights, new FlatLayout(weights));
  const added: number[][] = [];
  for (const step of [1, 2, 4]) {
    tf.tidy(() => {
      weights.a.assign(tf.tensor1d([step, -step]));
      weights.b.assign(tf.tensor2d([[step ** 2, 3, -step / 3]]));
    });
    added.push(valuesOf(weights));
    average.add();
  }
  {
    using _mean = average.inPlace();
    assertNear(valuesOf(weights), mean(added));
  }
  assertEquals(valuesOf(weights), added[2]);
  average.exchange();
  assertNear(valuesOf(weights), mean(added));
  average.dispose();
  assertEquals(tf.memory().numTensors, before);
  tf.dispose(weights);
});

testOnBackends(
  "trainSteps() leaves the mean over the last epochs' steps",
  async () => {
    const steps = await stepwise(OPTIONS);
    const task = smallTraining();
    const validated: number[][] = [];
    const counts: number[] = [];
    const before = tf.memory().numTensors;
    await trainSteps({
      ...task,
      validate: () => {
        validated.push(valuesOf(task.weights));
        return task.validate!();
      },
    }, { ...OPTIONS, onStep: () => counts.push(tf.memory().numTensors) });
    assertNear(valuesOf(task.weights), mean(steps.slice(6)));
    const means = [
      steps[2],
      steps[5],
      mean(steps.slice(6, 9)),
      mean(steps.slice(6)),
    ];
    for (const [i, expected] of means.entries()) {
      assertNear(validated[i], expected);
    }
    assertEquals(new Set(counts).size, 1);
    assertEquals(tf.memory().numTensors, before);
    task.dispose();
  },
);

Deno.test({
  name: "trainSteps() that was stopped goes on with its mean bit for bit",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const whole = smallTraining();
    const expected = await trainSteps(whole, OPTIONS);
    const folder = await Deno.makeTempDir();
    for (let ended = false; !ended;) {
      const task = smallTraining();
      const controller = new AbortController();
      const { signal } = controller;
      const onStep = ({ step }: { readonly step: number }) => {
        if (step % 2 === 0) controller.abort();
      };
      const result = await trainSteps(task, {
        ...OPTIONS,
        folder,
        signal,
        onStep,
      });
      ended = result.finished;
      if (ended) {
        assertEquals(result, expected);
        assertEquals(valuesOf(task.weights), valuesOf(whole.weights));
      }
      task.dispose();
    }
    const over = smallTraining();
    assertEquals(await trainSteps(over, { ...OPTIONS, folder }), expected);
    assertEquals(valuesOf(over.weights), valuesOf(whole.weights));
    await assertRejects(
      () => trainSteps(over, { ...OPTIONS, average: 1, folder }),
      RangeError,
      "got average 2, not 1",
    );
    // which would be the mean over other epochs than the last two
    await assertRejects(
      () => trainSteps(over, { ...OPTIONS, epochs: 5, folder }),
      RangeError,
      "got epochs 4, not 5",
    );
    over.dispose();
    whole.dispose();
    await Deno.remove(folder, { recursive: true });
  },
});

testOnBackends(
  "trainSteps() that stops early leaves what it validated last",
  async () => {
    for (const average of [5, 3]) { // of which two epochs are over, and none
      const task = smallTraining();
      let last: number[] = [];
      const { steps } = await trainSteps({
        ...task,
        validate: () => {
          last = valuesOf(task.weights);
          return Promise.resolve(1);
        },
      }, { ...OPTIONS, epochs: 6, average, patience: 2 });
      assertEquals(steps, 3 * 3);
      assertEquals(valuesOf(task.weights), last);
      task.dispose();
    }
  },
);

Deno.test("trainSteps() refuses to average over all epochs, or none", async () => {
  const task = smallTraining();
  const message = async (average: number) =>
    (await assertRejects(() =>
      trainSteps(task, { ...OPTIONS, average })
    ) as Error).message;
  assertEquals(
    await message(4),
    "Cannot train as average must be less than epochs, 4: got 4",
  );
  assertEquals(
    await message(0),
    "Cannot train as average must be an integer >= 1: got 0",
  );
  task.dispose();
});
