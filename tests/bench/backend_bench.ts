/**
 * Every backend that is present, on products of n × n matrices and on training steps;
 * ends with one table of GFLOP/s. What takes a backend more than some seconds is left out.
 *
 * @module
 */

import {
  BACKENDS,
  describeBackend,
  KroneckerDense,
  tf,
  useBackend,
  Word2KetXS,
} from "../../mod.ts";
import type { BackendName } from "../../mod.ts";
import { PRESENT } from "../support/backends.ts";

/** Most floating-point operations of one run: a few seconds on each. */
const MOST: Record<BackendName, number> = {
  native: Infinity,
  webgpu: 4e9,
  wasm: Infinity,
  cpu: 3e9,
};

/** Something to measure. */
interface Task {
  readonly name: string;
  /** Floating-point operations of a run, multiplications and additions. */
  readonly operations: number;
  /** Allocates the inputs and answers what is run; every run reads a number at its end. */
  prepare(): () => void;
}

function read(x: tf.Tensor): void {
  x.dataSync();
  x.dispose();
}

function product(n: number): Task {
  return {
    name: `product, n = ${n}`,
    operations: 2 * n ** 3,
    prepare: () => {
      const [a, b] = [1, 2].map((seed) =>
        tf.randomNormal<tf.Rank.R2>([n, n], 0, 1, "float32", seed)
      );
      return () => {
        const y: tf.Tensor2D = tf.matMul(a, b);
        read(tf.slice2d(y, [n - 1, n - 1], [1, 1])); // the device must have finished
        y.dispose();
      };
    },
  };
}

/** A step of stochastic gradient descent on a model, to the mean square of zeros. */
function step(
  name: string,
  operations: number,
  layers: () => tf.layers.Layer[],
  input: () => tf.Tensor,
): Task {
  return {
    name,
    operations,
    prepare: () => {
      const model = tf.sequential({ layers: layers() });
      const x = input();
      (model.apply(x) as tf.Tensor).dispose();
      const optimizer = tf.train.sgd(1e-3);
      const loss = () =>
        tf.mean(tf.square(model.apply(x, { training: true }) as tf.Tensor))
          .asScalar();
      return () => read(optimizer.minimize(loss, true)!);
    },
  };
}

const [BATCH, WIDTH, HIDDEN] = [256, 512, 2048];
const [WORDS, COLUMNS, RANK, SIDE, LEAF] = [32_011, 400, 30, 179, 20];

const TASKS = [
  ...[256, 512, 1024, 2048].map(product),
  step(
    `step of dense ${WIDTH}→${HIDDEN}→${WIDTH}, batch ${BATCH}`,
    5 * 2 * BATCH * WIDTH * HIDDEN, // forward, by weights, and once by inputs
    () => [
      tf.layers.dense({ units: HIDDEN, inputShape: [WIDTH] }),
      tf.layers.dense({ units: WIDTH }),
    ],
    () => tf.randomNormal([BATCH, WIDTH], 0, 1, "float32", 1),
  ),
  step(
    `step of KroneckerDense ${WIDTH}→${HIDDEN}→${WIDTH}, rank 4, batch ${BATCH}`,
    3 * 2 * BATCH * 4 * (96 * WIDTH + 48 * HIDDEN), // rank · (m_1·N + n_2·M) a layer
    () => [
      new KroneckerDense({
        units: HIDDEN,
        rank: 4,
        inputFactors: [32, 16],
        outputFactors: [32, 64],
        inputShape: [WIDTH],
      }),
      new KroneckerDense({
        units: WIDTH,
        rank: 4,
        inputFactors: [32, 64],
        outputFactors: [32, 16],
      }),
    ],
    () => tf.randomNormal([BATCH, WIDTH], 0, 1, "float32", 1),
  ),
  step(
    `step of Word2KetXS ${WORDS}×${COLUMNS}, order 2, rank ${RANK}, 2048 ids`,
    3 * 2 * 2048 * RANK * LEAF * LEAF,
    () => [
      new Word2KetXS({
        inputDim: WORDS,
        outputDim: COLUMNS,
        order: 2,
        rank: RANK,
        inputFactors: [SIDE, SIDE],
        inputLength: 32,
      }),
    ],
    () => tf.cast(tf.randomUniform([64, 32], 0, WORDS, "int32", 1), "int32"),
  ),
];

const seconds = new Map<string, number>();
const devices = new Map<BackendName, string>();
const versions: Record<string, string> = {};
const present = BACKENDS.filter((name) => PRESENT[name]);

for (const task of TASKS) {
  for (const backend of present) {
    if (task.operations > MOST[backend]) continue;
    let run: (() => void) | undefined;
    Deno.bench({
      name: backend,
      group: task.name,
      n: 5,
      warmup: 0,
      fn: async (timer) => {
        if (run === undefined) {
          await useBackend(backend);
          const { device, threads, versions: of } = describeBackend();
          const many = threads === undefined ? "" : `, threads: ${threads}`;
          devices.set(backend, `${device}${many}`);
          Object.assign(versions, of);
          run = task.prepare();
          run(); // compiles shaders, and fills the caches
        }
        const begin = performance.now();
        timer.start();
        run();
        timer.end();
        const took = (performance.now() - begin) / 1e3;
        const key = `${task.name} ${backend}`;
        seconds.set(key, Math.min(took, seconds.get(key) ?? Infinity));
      },
    });
  }
}

addEventListener("unload", () => {
  const cell = (task: Task, backend: BackendName) => {
    const best = seconds.get(`${task.name} ${backend}`);
    if (best === undefined) return "–";
    const rate = task.operations / best / 1e9;
    return `${rate.toFixed(1)} (${(1e3 * best).toFixed(1)} ms)`;
  };
  const rows = [
    ["GFLOP/s (best of 5)", ...present],
    ["---", ...present.map(() => "---:")],
    ["device", ...present.map((name) => devices.get(name) ?? "")],
    ...TASKS.map((task) => [
      task.name,
      ...present.map((backend) => cell(task, backend)),
    ]),
  ];
  // deno-lint-ignore no-console
  console.log(
    [...rows.map((row) => `| ${row.join(" | ")} |`), JSON.stringify(versions)]
      .join("\n"),
  );
});
