import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

const size = fc.integer({ min: 1, max: 9 });
const cases = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  n: size,
  inner: size,
  m: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.nat(),
});

/** A matrix of small whole numbers, with which float32 is exact. */
function matrix(shape: number[], seed: number): tf.Tensor {
  return tf.round(tf.randomUniform(shape, -4, 4, "float32", seed + 1));
}

/** `batch` products of nested arrays, entry by entry. */
function product(a: number[][][], b: number[][][]): number[][][] {
  return a.map((left, i) =>
    left.map((row) =>
      b[i][0].map((_, c) =>
        row.reduce((sum, value, k) => sum + value * b[i][k][c], 0) + 0
      )
    )
  );
}

testOnBackends("tf.matMul() transposes what it is told to", () => {
  fc.assert(fc.property(cases, (sizes) => {
    tf.tidy(() => {
      const { batch, n, inner, m, transposeA, transposeB, seed } = sizes;
      const a = matrix(
        transposeA ? [batch, inner, n] : [batch, n, inner],
        seed,
      );
      const b = matrix(
        transposeB ? [batch, m, inner] : [batch, inner, m],
        seed + 1,
      );
      const swapped = (x: tf.Tensor, swap: boolean) =>
        (swap ? tf.transpose(x, [0, 2, 1]) : x).arraySync() as number[][][];
      const actual = tf.matMul(a, b, transposeA, transposeB);
      assertEquals(
        tf.add(actual, 0).arraySync() as number[][][],
        product(swapped(a, transposeA), swapped(b, transposeB)),
      );
    });
  }));
});

testOnBackends(
  "tf.fused.matMul() transposes, adds a bias and activates",
  () => {
    const a = tf.tensor2d([[1, 2], [3, 4]]);
    const y = tf.fused.matMul({
      a,
      b: tf.tensor2d([[1, -1], [0, 2]]),
      transposeA: true,
      transposeB: true,
      bias: tf.tensor1d([1, -7]),
      activation: "relu",
    });
    // [[1, 3], [2, 4]] · [[1, 0], [-1, 2]] = [[-2, 6], [-2, 8]]
    assertEquals([...y.dataSync()], [0, 0, 0, 1]);
  },
);

testOnBackends("tf.matMul() and its gradients leave no tensor behind", () => {
  const a = tf.ones([3, 4]);
  const b = tf.ones([4, 5]);
  const run = () =>
    tf.dispose(
      tf.grads((a, b) => tf.sum(tf.matMul(a, b)))([a, b]),
    );
  run();
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  run();
  const after = tf.memory();
  assertEquals(after.numTensors, numTensors);
  assertEquals(after.numDataBuffers, numDataBuffers);
  assertEquals(after.numBytes, numBytes);
  // the backend's own count; what is transposed is not known to the engine
  const backend = tf.backend() as { numDataIds(): number };
  const ids = backend.numDataIds();
  run();
  assertEquals(backend.numDataIds(), ids);
});

testOnBackends("tf.matMul() takes the same values in several shapes", () => {
  tf.tidy(() => {
    const values = Array.from({ length: 24 }, (_, i) => i + 1);
    const whole = tf.tensor1d(values);
    for (const rows of [4, 6, 3, 24, 1, 4]) {
      const columns = 24 / rows;
      const b = tf.reshape(whole, [rows, columns]) as tf.Tensor2D;
      const sums = Array.from(
        { length: columns },
        (_, c) =>
          values.reduce((sum, v, i) => sum + (i % columns === c ? v : 0), 0),
      );
      assertEquals([...tf.matMul(tf.ones([1, rows]), b).dataSync()], sums);
    }
  });
});
