/**
 * Run by a test in a fresh process: trains on native TensorFlow for 1000 steps, and prints
 * tensors and resident bytes after the first 200 and at the end, without JavaScript's garbage.
 *
 * @module
 */

import { kroneckerRows, tf, useBackend } from "../../mod.ts";

const collectGarbage: () => void = Reflect.get(globalThis, "gc");
await useBackend("native");
const factors = [0, 1].map((seed) =>
  tf.variable(
    tf.randomNormal<tf.Rank.R3>([4, 32, 16], 0, 0.1, "float32", seed),
  )
);
const weight = tf.variable(
  tf.randomNormal<tf.Rank.R2>([256, 512], 0, 0.1, "float32", 2),
);
const optimizer = tf.train.adam(1e-3);
const measured: { tensors: number[]; resident: number[] } = {
  tensors: [],
  resident: [],
};
for (let step = 1; step <= 1000; step++) {
  const ids = tf.randomUniform([64], 0, 1000, "int32", step);
  const loss = () => {
    const rows = kroneckerRows({ rows: 1000, columns: 256, factors }, ids);
    const out = tf.matMul(rows as tf.Tensor2D, weight);
    return tf.mean(tf.squaredDifference(out, 1)).asScalar();
  };
  optimizer.minimize(loss);
  ids.dispose();
  if (step === 200 || step === 1000) {
    weight.dataSync();
    collectGarbage();
    measured.tensors.push(tf.memory().numTensors);
    measured.resident.push(Deno.memoryUsage().rss);
  }
}
// deno-lint-ignore no-console -- read by the test
console.log(JSON.stringify(measured));
