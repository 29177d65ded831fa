import { assert, assertEquals, assertRejects } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSafetensors } from "../../lib/convert/read_safetensors.ts";
import { tf } from "../../lib/engine/tf.ts";
import { linearToZero } from "../../lib/train/learning_rates.ts";
import type { TrainStepsOptions } from "../../lib/train/train_options.ts";
import { FILES, trainSteps } from "../../lib/train/train_steps.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { testOnBackends } from "../support/backends.ts";
import { canRead, canRun, canWrite } from "../support/permissions.ts";
import { smallTraining } from "../support/small_training.ts";
import { testWhere, UNIX } from "../support/test_where.ts";

const ignore = !canRead || !canWrite;

const OPTIONS: TrainStepsOptions = {
  epochs: 5,
  learningRate: linearToZero({ peak: 0.05, warmUp: 3, steps: 15 }),
  accumulate: 2,
  saveEvery: 2,
};

async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The metrics of a run without the time they took. */
async function metricsOf(folder: string) {
  const text = await Deno.readTextFile(join(folder, FILES.metrics));
  return text.trimEnd().split("\n").map((line) => {
    const { seconds: _, ...metrics } = JSON.parse(line);
    return metrics;
  });
}

testOnBackends(
  "trainSteps() lowers the loss and finds the best epoch",
  async () => {
    const task = smallTraining();
    const before = await task.validate!();
    const losses: number[] = [];
    const { finished, steps, best } = await trainSteps(task, {
      ...OPTIONS,
      epochs: 40,
      learningRate: () => 0.02,
      onStep: ({ loss }) => losses.push(loss),
    });
    assertEquals([finished, steps], [true, 120]);
    assertEquals(losses.length, 120);
    assert(best!.loss < before / 3, `${best!.loss} of ${before}`);
    task.dispose();
  },
);

testOnBackends(
  "trainSteps() takes the same step in parts as at once",
  async () => {
    const weights = await Promise.all([1, 4].map(async (accumulate) => {
      const task = smallTraining();
      const items = Array.from({ length: 24 }, (_, i) => i);
      const size = 24 / accumulate;
      const { random: _, validate: __, ...rest } = task;
      await trainSteps({
        ...rest,
        batches: () =>
          Array.from(
            { length: accumulate },
            (_, i) => items.slice(i * size, (i + 1) * size),
          ),
        loss: (batch: number[], divisor: number) =>
          tf.div(
            tf.sum(tf.add(tf.square(task.weights.outer), batch.length)),
            divisor,
          ) as tf.Scalar,
        weights: { outer: task.weights.outer },
      }, { ...OPTIONS, accumulate, maxNorm: Infinity, epochs: 1 });
      const values = [...task.weights.outer.dataSync()];
      task.dispose();
      return values;
    }));
    for (const [i, value] of weights[0].entries()) {
      assert(Math.abs(value - weights[1][i]) < 1e-6); // Adam's step has no scale
    }
  },
);

testOnBackends(
  "trainSteps() holds no more tensors after more steps",
  async () => {
    const task = smallTraining();
    const counts: number[] = [];
    await trainSteps(task, {
      ...OPTIONS,
      epochs: 10,
      onStep: () => counts.push(tf.memory().numTensors),
    });
    assertEquals(new Set(counts).size, 1);
    task.dispose();
  },
);

Deno.test({
  name: "trainSteps() that was stopped goes on bit for bit",
  ignore,
  fn: async () => {
    await inFolder(async (folder) => {
      const folders = ["whole", "stopped"].map((name) => join(folder, name));
      const whole = smallTraining();
      await trainSteps(whole, { ...OPTIONS, folder: folders[0] });
      whole.dispose();
      for (let ended = false; !ended;) {
        const task = smallTraining();
        const controller = new AbortController();
        let taken = 0;
        const { finished } = await trainSteps(task, {
          ...OPTIONS,
          folder: folders[1],
          signal: controller.signal,
          onStep: () => ++taken === 4 && controller.abort(),
        });
        ended = finished;
        task.dispose();
      }
      for (const file of [FILES.checkpoint, FILES.best]) {
        const [a, b] = await Promise.all(
          folders.map((folder) => Deno.readFile(join(folder, file))),
        );
        assertEquals(a, b, file);
      }
      assertEquals(await metricsOf(folders[1]), await metricsOf(folders[0]));
      assertEquals((await metricsOf(folders[0])).length, 20);
    });
  },
});

/** The small training in a process of its own. */
function start(backend: string, folder: string, hangAt = "never") {
  const script = fileURLToPath(
    new URL("../support/training_process.ts", import.meta.url),
  );
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--config", config, script]
      .concat(backend, folder, hangAt),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    /** Waits for some text, and answers what was said up to there. */
    async until(said: string): Promise<string> {
      let text = "";
      while (!text.includes(said)) {
        const { value, done } = await lines.read();
        if (done) throw new Error(`the process never said ${said}: ${text}`);
        text += value;
      }
      return text;
    },
    async end(signal?: Deno.Signal): Promise<Deno.CommandStatus> {
      if (signal) child.kill(signal);
      const status = await child.status;
      await child.stdin.close().catch(() => {}); // a killed one has closed it
      await lines.cancel();
      return status;
    },
  };
}

for (const backend of ["cpu", "wasm"]) {
  Deno.test({
    name:
      `trainSteps() that was killed while it wrote goes on bit for bit [${backend}]`,
    ignore: ignore || !canRun,
    fn: async () => {
      await inFolder(async (folder) => {
        const folders = ["whole", "killed"].map((name) => join(folder, name));
        const whole = start(backend, folders[0]);
        await whole.until("true 15");
        await whole.end();
        const killed = start(backend, folders[1], "5");
        await killed.until("half");
        const { success, signal } = await killed.end("SIGKILL");
        // Windows tells of no signals
        assertEquals([success, signal], [false, UNIX ? "SIGKILL" : null]);
        const left = [...Deno.readDirSync(folders[1])].map(({ name }) => name);
        assertEquals(left.filter((name) => name.endsWith(".tmp")).length, 1);
        const again = start(backend, folders[1]);
        await again.until("true 15");
        await again.end();
        for (const file of [FILES.checkpoint, FILES.best]) {
          const [a, b] = await Promise.all(
            folders.map((folder) => Deno.readFile(join(folder, file))),
          );
          assertEquals(a, b, file);
        }
        assertEquals(await metricsOf(folders[1]), await metricsOf(folders[0]));
        assertEquals(
          [...Deno.readDirSync(folders[1])].map(({ name }) => name).sort(),
          Object.values(FILES).toSorted(),
        );
      });
    },
  });
}

testWhere(UNIX, {
  name: "trainSteps() saves where Ctrl-C stops it",
  ignore: ignore || !canRun,
  fn: async () => {
    await inFolder(async (folder) => {
      const run = start("cpu", folder, "endless");
      await run.until("four");
      const ended = run.end("SIGINT");
      await run.until("stopping\nfalse ");
      assertEquals((await ended).code, 0);
      assert((await Deno.stat(join(folder, FILES.checkpoint))).size > 0);
    });
  },
});

Deno.test({
  name:
    "trainSteps() refuses a checkpoint of another run and names what differs",
  ignore,
  fn: async () => {
    await inFolder(async (folder) => {
      const task = smallTraining();
      await trainSteps(task, { ...OPTIONS, folder, epochs: 1 });
      task.dispose();
      const other = smallTraining({ seed: 2, width: 9 });
      const error = await assertRejects(
        () =>
          trainSteps(other, {
            ...OPTIONS,
            folder,
            maxNorm: 3,
            weightDecay: 0.5,
          }),
        RangeError,
      );
      const path = join(folder, FILES.checkpoint);
      assertEquals(
        (error as Error).message,
        `Cannot go on from ${path} as its configuration must be the same: got seed 1, not 2, width 8, not 9, maxNorm 1, not 3, weightDecay missing, not 0.5`,
      );
      other.dispose();

      const bytes = await Deno.readFile(path);
      await Deno.writeFile(path, bytes.subarray(0, bytes.length - 5));
      const same = smallTraining();
      await assertRejects(
        () => trainSteps(same, { ...OPTIONS, folder }),
        SyntaxError,
        `Cannot read ${path} as it must have ${bytes.length} bytes: got ${
          bytes.length - 5
        }`,
      );
      same.dispose();
    });
  },
});

Deno.test({
  name: "trainSteps() finds out before the first step that it can't write",
  ignore,
  fn: async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "file");
      await Deno.writeTextFile(file, "");
      const task = smallTraining();
      let steps = 0;
      const error = await assertRejects(() =>
        trainSteps(task, {
          ...OPTIONS,
          folder: join(file, "run"),
          onStep: () => steps++,
        })
      ) as Error;
      const start = `Cannot save to ${
        join(file, "run")
      } as it must be a folder that can be written to: got `;
      assertEquals(error.message.slice(0, start.length), start);
      assertEquals(steps, 0);
      task.dispose();
    });
  },
});

Deno.test("trainSteps() stops at a loss that is not finite and names the gradient", async () => {
  const task = smallTraining();
  const tensors = tf.memory().numTensors;
  const error = await assertRejects(() =>
    trainSteps({
      ...task,
      loss: (items: number[], divisor: number) => {
        const broken = tf.sum(tf.sqrt(tf.sub(task.weights.bias, 9)));
        return tf.add(
          task.loss(items, divisor),
          items.length < 5 ? broken : 0,
        ) as tf.Scalar;
      },
    }, OPTIONS)
  ) as Error;
  assertEquals(
    error.message.replace(/step \d/, "step N"),
    "Cannot go on training as the loss and gradient of step N must be finite: got a loss of NaN, and the largest gradient, NaN, for bias",
  );
  assertEquals(tf.memory().numTensors, tensors);
  task.dispose();
});

Deno.test("trainSteps() refuses a decay that takes more than all", async () => {
  const task = smallTraining();
  await assertRejects(
    () => trainSteps(task, { ...OPTIONS, weightDecay: 1.5 }),
    RangeError,
    "Cannot train as weightDecay must be in [0, 1]: got 1.5",
  );
  task.dispose();
});

Deno.test("trainSteps() stops early when validation gets no better", async () => {
  const task = smallTraining();
  const losses = [3, 2, 2.5, 2.1, 1];
  const { finished, steps, best } = await trainSteps(
    { ...task, validate: () => Promise.resolve(losses.shift()!) },
    { ...OPTIONS, patience: 2 },
  );
  assertEquals([finished, steps], [true, 4 * 3]);
  assertEquals(best, { loss: 2, epoch: 2 });
  task.dispose();
});

Deno.test({
  name:
    "trainSteps() stops at a validation that is not finite, and saves nothing of it",
  ignore,
  fn: async () => {
    await inFolder(async (folder) => {
      const task = smallTraining();
      const error = await assertRejects(() =>
        trainSteps(
          { ...task, validate: () => Promise.resolve(NaN) },
          { ...OPTIONS, folder, saveEvery: 100 },
        )
      ) as Error;
      assertEquals(
        error.message,
        "Cannot go on training as the validation loss of epoch 1 must be finite: got NaN",
      );
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assertEquals(names, [FILES.metrics]);
      task.dispose();
    });
  },
});

Deno.test({
  name: "trainSteps() that was stopped in a validation goes on with it",
  ignore,
  fn: async () => {
    await inFolder(async (folder) => {
      const whole = smallTraining();
      const expected = await trainSteps(whole, OPTIONS);
      whole.dispose();
      const controller = new AbortController();
      const task = smallTraining();
      const stopped = await trainSteps({
        ...task,
        validate: (signal) => {
          controller.abort();
          signal!.throwIfAborted();
          return Promise.resolve(0);
        },
      }, { ...OPTIONS, folder, signal: controller.signal });
      task.dispose();
      assertEquals(stopped, { finished: false, steps: 3, best: null });
      const same = smallTraining();
      assertEquals(await trainSteps(same, { ...OPTIONS, folder }), expected);
      same.dispose();
    });
  },
});

Deno.test("trainSteps() refuses options that are out of range, and rates that are none", async () => {
  const task = smallTraining();
  const message = async (change: object) =>
    (await assertRejects(() =>
      trainSteps(task, { ...OPTIONS, ...change })
    ) as Error).message;
  assertEquals(
    await message({ beta2: 1 }),
    "Cannot train as beta2 must be in [0, 1): got 1",
  );
  assertEquals(
    await message({ patience: NaN }),
    "Cannot train as patience must be an integer >= 1: got NaN",
  );
  assertEquals(
    await message({ maxNorm: 0 }),
    "Cannot train as maxNorm must be > 0: got 0",
  );
  assertEquals(
    await message({ learningRate: 0.1 }),
    "Cannot train as learningRate must be a function of the step: got 0.1",
  );
  let taken = 0;
  assertEquals(
    await message({
      learningRate: (step: number) => step === 2 ? undefined : 0.1,
      onStep: () => taken++,
    }),
    "Cannot go on training as the learning rate of step 2 must be finite: got undefined",
  );
  assertEquals(taken, 1);
  task.dispose();
});

Deno.test({
  name:
    "trainSteps() saves every few steps, and what it measured where it fails",
  ignore,
  fn: async () => {
    await inFolder(async (folder) => {
      const task = smallTraining();
      const path = join(folder, FILES.checkpoint);
      const saved: boolean[] = [];
      await assertRejects(
        () =>
          trainSteps(task, {
            ...OPTIONS,
            folder,
            onStep: ({ step }) => {
              saved.push(existsSync(path));
              if (step === 3) throw new Error("enough");
            },
          }),
        Error,
        "enough",
      );
      assertEquals(saved, [false, false, true]); // behind two steps
      assertEquals((await metricsOf(folder)).map(({ step }) => step), [
        1,
        2,
        3,
      ]);
      task.dispose();
    });
  },
});

Deno.test("trainSteps() stops at a gradient that is not finite, though the loss is", async () => {
  const task = smallTraining();
  const error = await assertRejects(() =>
    trainSteps({
      ...task,
      loss: (items: number[], divisor: number) =>
        tf.add(
          task.loss(items, divisor),
          tf.sum(tf.sqrt(task.weights.bias)), // of zeros: 0, but steep
        ) as tf.Scalar,
    }, OPTIONS)
  ) as Error;
  assertEquals(
    error.message.replace(/loss of [\d.]+,/, "loss of N,"),
    "Cannot go on training as the loss and gradient of step 1 must be finite: got a loss of N, and the largest gradient, Infinity, for bias",
  );
  task.dispose();
});

Deno.test("trainSteps() takes the first of equal validations for the best", async () => {
  const task = smallTraining();
  const { best } = await trainSteps(
    { ...task, validate: () => Promise.resolve(2) },
    { ...OPTIONS, epochs: 3 },
  );
  assertEquals(best, { loss: 2, epoch: 1 });
  task.dispose();
});

Deno.test({
  name: "trainSteps() has its options, or their defaults, in the checkpoint",
  ignore,
  fn: async () => {
    await inFolder(async (folder) => {
      const task = smallTraining();
      const learningRate = () => 0.01;
      await trainSteps(task, { epochs: 1, learningRate, folder });
      const bytes = await Deno.readFile(join(folder, FILES.checkpoint));
      const { tensors, metadata } = readSafetensors(bytes);
      tf.dispose(tensors);
      assertEquals(JSON.parse(metadata.config), {
        ...task.config as object,
        accumulate: 1,
        beta2: 0.98,
        maxNorm: 1,
      });
      task.dispose();
    });
  },
});

testOnBackends(
  "trainSteps() leaves a weight as it is that the loss does not reach",
  async () => {
    const { weights, ...task } = smallTraining();
    const [reached, other] = Object.keys(weights);
    const before = weights[other].dataSync().slice();
    const loss = () => tf.sum(tf.square(weights[reached])).asScalar();
    await trainSteps({ ...task, weights, loss }, { ...OPTIONS, epochs: 1 });
    assertEquals(weights[other].dataSync(), before);
    task.dispose();
  },
);

Deno.test({
  name: "trainSteps() tells of the first error, and leaves no tensor behind",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const task = smallTraining();
      const { numTensors } = tf.memory();
      const run = join(folder, "run");
      const onStep = () => {
        Deno.removeSync(run, { recursive: true });
        throw new RangeError("the real reason");
      };
      await assertRejects(
        () => trainSteps(task, { ...OPTIONS, folder: run, onStep }),
        RangeError,
        "the real reason",
      );
      assertEquals(tf.memory().numTensors, numTensors);
      task.dispose();
    }),
});

Deno.test("trainSteps() refuses what is no task, and options that are none", async () => {
  const task = smallTraining();
  const need = "task must be a task such as translationTask() makes: got";
  await assertRefusesArguments("train", trainSteps, [
    [[], `${need} undefined`],
    [[task.weights, OPTIONS], `${need} an object`],
    [[task], "its options must be an object: got undefined"],
    [
      [task, { ...OPTIONS, weightdecay: 0.1 }],
      "each option must be one of epochs, learningRate, beta2, weightDecay, maxNorm, accumulate, folder, saveEvery, patience, average, signal, onStep: got weightdecay (did you mean weightDecay?)",
    ],
    [
      [task, { ...OPTIONS, signal: new AbortController() }],
      "signal must be an AbortSignal, such as new AbortController().signal: got an AbortController",
    ],
    [[task, { ...OPTIONS, onStep: 3 }], "onStep must be a function: got 3"],
  ]);
  task.dispose();
});

Deno.test("trainSteps() names the gradient of an infinite loss as it is, not clipped", async () => {
  const w = tf.variable(tf.tensor1d([3, 4]));
  const task = {
    config: {},
    weights: { w },
    batches: () => [0],
    size: () => 1,
    loss: () => tf.add(tf.sum(tf.mul(w, [3, 4])), Infinity).asScalar(),
  };
  const before = tf.memory().numTensors;
  const { message } = await assertRejects(
    () => trainSteps(task, { epochs: 1, learningRate: () => 1, maxNorm: 1 }),
    Error,
  );
  assertEquals(
    message,
    "Cannot go on training as the loss and gradient of step 1 must be finite: got a loss of Infinity, and the largest gradient, 5, for w",
  );
  assertEquals(tf.memory().numTensors, before);
  w.dispose();
});
