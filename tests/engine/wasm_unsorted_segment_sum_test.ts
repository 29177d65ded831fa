import { assert, assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { assertAllClose } from "../support/assert_all_close.ts";
import { canRead } from "../support/permissions.ts";

/** The op on whole numbers, where both backends are exact. */
function segmentSum(
  shape: number[],
  segments: number[],
  count: number,
  dtype: "float32" | "int32",
) {
  return tf.tidy(() => {
    const size = shape.reduce((product, side) => product * side, 1);
    const x = tf.reshape(tf.range(-3, size - 3, 1, dtype), shape);
    const ids = tf.tensor1d(segments, "int32");
    const sum = tf.unsortedSegmentSum(x, ids, count);
    return { shape: sum.shape, dtype: sum.dtype, values: [...sum.dataSync()] };
  });
}

const CASES: [number[], number[], number][] = [
  [[4], [0, 2, 2, 0], 3],
  [[3, 2], [1, 1, 1], 2],
  [[5, 2, 3], [4, 0, 4, 1, 0], 6],
  [[2, 2], [5, -1], 2], // no such segments: dropped
];

for (const dtype of ["float32", "int32"] as const) {
  for (const [shape, segments, count] of CASES) {
    Deno.test({
      name:
        `UnsortedSegmentSum of ${dtype} [${shape}] by [${segments}] is on wasm what it is on cpu`,
      ignore: !canRead,
      fn: async () => {
        await useBackend("cpu");
        const expected = segmentSum(shape, segments, count, dtype);
        await useBackend("wasm");
        const actual = segmentSum(shape, segments, count, dtype);
        // the cpu backend answers float32 to int32
        assertEquals(actual.dtype, dtype);
        assertEquals(actual.shape, expected.shape);
        assertEquals(actual.values, expected.values);
      },
    });
  }
}

Deno.test({
  name: "tf.layers.embedding has the gradient on wasm that it has on cpu",
  ignore: !canRead,
  fn: async () => {
    const gradients = [];
    for (const backend of ["cpu", "wasm"] as const) {
      await useBackend(backend);
      const table = tf.randomNormal([6, 3], 0, 1, "float32", 1);
      const ids = tf.tensor2d([[5, 0], [5, 5]], [2, 2], "int32");
      const loss = (value: tf.Tensor) =>
        tf.sum(tf.square(tf.gather(value, ids))).asScalar();
      gradients.push(tf.grad(loss)(table).arraySync() as number[][]);
    }
    assertAllClose(tf.tensor2d(gradients[1]), gradients[0]);
  },
});

Deno.test({
  name: "tf.layers.embedding trains on wasm",
  ignore: !canRead,
  fn: async () => {
    await useBackend("wasm");
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 10, outputDim: 4, inputLength: 3 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1 }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.05), loss: "meanSquaredError" });
    const x = tf.tensor2d([[1, 2, 3], [4, 5, 1]], [2, 3], "int32");
    const y = tf.tensor2d([[1], [-1]]);
    const { history } = await model.fit(x, y, { epochs: 80, verbose: 0 });
    const last = history.loss.at(-1) as number;
    assert(last < 1e-3, `the loss is still ${last}`);
  },
});
