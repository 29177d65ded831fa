import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 9 }),
  fc.boolean(),
  fc.boolean(),
);

/** Sums of each row of some numbers, in plain loops. */
function sums(rows: number[][], exclusive: boolean, reverse: boolean) {
  return rows.map((row) =>
    row.map((_, i) => {
      const part = reverse
        ? row.slice(exclusive ? i + 1 : i)
        : row.slice(0, exclusive ? i : i + 1);
      return part.reduce((a, b) => a + b, 0);
    })
  );
}

testOnBackends("tf.cumsum() takes one length behind another", () => {
  fc.assert(fc.property(sizes, ([rows, columns, exclusive, reverse]) => {
    const x = tf.reshape(tf.range(1, rows * columns + 1), [rows, columns]);
    const expected = sums(x.arraySync() as number[][], exclusive, reverse);
    const actual = tf.cumsum(x, 1, exclusive, reverse);
    assertEquals(actual.arraySync(), expected);
    tf.dispose([x, actual]);
  }));
});

testOnBackends("tf.cumsum() keeps its gradient for each length", () => {
  for (const length of [3, 2, 5]) {
    const gradient = tf.grad((x) => tf.mul(tf.cumsum(x), tf.range(0, length)))(
      tf.ones([length]),
    );
    const expected = sums(
      [Array.from({ length }, (_, i) => i)],
      false,
      true,
    )[0];
    assertEquals(gradient.arraySync(), expected);
  }
});

testOnBackends("an empty tensor takes no other numbers with it", () => {
  const [none, x] = [tf.zeros<tf.Rank.R2>([0, 3]), tf.ones([2, 3])];
  tf.mul(x, x).dataSync(); // which leaves x where it is computed with
  const before = tf.backend().numDataIds();
  tf.tidy(() => {
    const twice = tf.mul(x, x);
    const joined = tf.concat([none, tf.add(twice, x)]);
    const ids = tf.zeros<tf.Rank.R2>([0, 1], "int32");
    const scattered = tf.scatterND(ids, none, [4, 3]);
    assertEquals(joined.arraySync(), [[2, 2, 2], [2, 2, 2]]);
    assertEquals([...scattered.dataSync()], new Array(12).fill(0));
    assertEquals(twice.arraySync(), [[1, 1, 1], [1, 1, 1]]);
    assertEquals(none.arraySync(), []);
  });
  assertEquals(tf.backend().numDataIds(), before);
});

for (const dtype of ["int32", "bool"] as const) {
  testOnBackends(`tf.transpose() of ${dtype} takes three axes or more`, () => {
    const values = Array.from({ length: 24 }, (_, i) => i % 5 % 2);
    const at = (i: number, j: number, k: number) => values[(i * 3 + j) * 4 + k];
    const x = tf.tensor3d(values, [2, 3, 4], dtype);
    const expected = [0, 1, 2, 3].map((k) =>
      [0, 1, 2].map((j) => [0, 1].map((i) => at(i, j, k)))
    );
    const actual = tf.transpose(x);
    assertEquals(actual.dtype, dtype);
    assertEquals(actual.arraySync(), expected);
    const four = tf.transpose(tf.reshape(x, [2, 3, 2, 2]), [0, 2, 1, 3]);
    assertEquals(
      (four.arraySync() as number[][][][])[1][1][2],
      [at(1, 2, 2), at(1, 2, 3)],
    );
  });
}

testOnBackends("tf.unsortedSegmentSum() adds up whole numbers", () => {
  const x = tf.tensor2d([[1, 2], [3, 4], [5, -6]], [3, 2], "int32");
  const segments = tf.tensor1d([1, 0, 1], "int32");
  const sums = tf.unsortedSegmentSum(x, segments, 2);
  assertEquals(sums.arraySync(), [[3, 4], [6, -4]]);
});

testOnBackends("tf.argMax() and argMin() take the first of several", () => {
  for (const [length, first] of [[20, 3], [33, 21], [300, 21], [300, 130]]) {
    const x = tf.tensor1d(
      Array.from({ length }, (_, i) => i < first ? 0 : 1),
    );
    assertEquals([...tf.argMax(x).dataSync()], [first]);
    assertEquals([...tf.argMin(tf.neg(x)).dataSync()], [first]);
    assertEquals([...tf.argMin(x).dataSync()], [0]);
    const rows = tf.stack([x, tf.reverse(x)]);
    assertEquals(tf.argMax(rows, 1).arraySync(), [first, 0]);
  }
});
