import { assert, assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { CONTRACTION } from "../../lib/engine/wasm_contraction.ts";
import {
  contractOneVector,
  isWorthSplitting,
} from "../../lib/op/contract_one_vector.ts";
import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";
import { kroneckerMultiplyTransposed } from "../../lib/op/kronecker_multiply_transposed.ts";
import { runKernel } from "../../lib/op/run_kernel.ts";
import { testOnBackends } from "../support/backends.ts";

const random = (shape: number[], seed: number) =>
  tf.randomNormal(shape, 0, 1, "float32", seed);

/** Sizes that are whole vectors, and some that are not and are cut. */
const SIZES = [
  { rank: 3, rows: [16, 8], columns: [32, 16], cut: [128, 512] },
  { rank: 5, rows: [7, 11], columns: [3, 10], cut: [75, 29] },
  { rank: 1, rows: [1, 6], columns: [17, 1], cut: [6, 15] },
];

for (const transposed of [false, true]) {
  testOnBackends(
    `contractOneVector() gives the numbers of the kernel, ${
      transposed ? "transposed" : "not transposed"
    }`,
    () => {
      for (const { rank, rows, columns, cut } of SIZES) {
        const [inputs, outputs] = transposed ? cut.toReversed() : cut;
        const x = random([1, 1, inputs], 1);
        const factors = rows.map((size, j) =>
          random([rank, size, columns[j]], 2 + j)
        );
        for (const sequence of [[0, 1], [1, 0]]) {
          const attributes = { transposed, sequence, outputs };
          const [whole] = [runKernel<tf.Tensor | tf.Tensor[]>(
            CONTRACTION,
            [x, ...factors],
            attributes,
          )].flat();
          const split = contractOneVector(x, factors, attributes);
          assertEquals(split.shape, whole.shape);
          assertEquals(split.dataSync(), whole.dataSync());
        }
      }
    },
    { except: ["cpu", "webgpu"] }, // which have no such kernel
  );
}

testOnBackends(
  "contractOneVector() is for two large factors, on processors alone",
  (backend) => {
    const factor = tf.ones([1, 1, 1]);
    const has = backend === "wasm" || backend === "native";
    assertEquals(isWorthSplitting([factor, factor], 2 ** 20), has);
    assert(!isWorthSplitting([factor, factor], 2 ** 20 - 1));
    assert(!isWorthSplitting([factor, factor, factor], 2 ** 20));
  },
);

testOnBackends("products of one vector are as of one among others", () => {
  const factors = [random([64, 40, 32], 1), random([64, 30, 8], 2)];
  // 1.3 million multiply–adds
  const k = { rows: 1_190, columns: 256, factors: factors as tf.Tensor3D[] };
  for (
    const [multiply, inputs, outputs] of [
      [kroneckerMultiply, 1_190, 256],
      [kroneckerMultiplyTransposed, 256, 1_190],
    ] as const
  ) {
    const bias = random([outputs], 3);
    const x = random([1, inputs], 4);
    const options = { memory: 0, bias };
    const both = tf.concat([x, tf.zerosLike(x)]);
    const before = tf.memory().numTensors;
    const alone = multiply(x, k, options);
    assertEquals(tf.memory().numTensors, before + 1);
    const among = tf.slice(multiply(both, k, options), [0, 0], [1, -1]);
    assertEquals(alone.dataSync(), among.dataSync());
    const gradients = (x: tf.Tensor) =>
      tf.grads((x: tf.Tensor, ...factors: tf.Tensor[]) =>
        tf.sum(
          tf.slice(
            multiply(
              x,
              { ...k, factors: factors as tf.Tensor3D[] },
              options,
            ),
            [0, 0],
            [1, -1],
          ),
        )
      )([x, ...factors]);
    const [toX, ...toFactors] = gradients(x);
    const [toBoth, ...toOthers] = gradients(both);
    const [first] = tf.split(toBoth, 2);
    assertEquals(toX.dataSync(), first.dataSync());
    for (const [j, slope] of toFactors.entries()) {
      assertEquals(slope.dataSync(), toOthers[j].dataSync());
    }
  }
}, { except: ["webgpu"] }); // whose products of other sizes round otherwise
