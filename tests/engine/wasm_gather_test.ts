import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { PRESENT, testOnBackends } from "../support/backends.ts";

const table = () => tf.reshape(tf.range(0, 12, 1, "int32"), [4, 3]);
const ids = (values: number[], shape = [values.length]) =>
  tf.tensor(values, shape, "int32");

for (const dtype of ["float32", "int32", "bool"] as const) {
  testOnBackends(`tf.gather() takes rows of ${dtype}`, () => {
    const x = tf.cast(table(), dtype);
    const rows = tf.gather(x, ids([3, 0, 3, 1], [2, 2]));
    const values = x.dataSync();
    assertEquals(rows.shape, [2, 2, 3]);
    assertEquals(rows.dtype, dtype);
    const expected = [9, 10, 11, 0, 1, 2, 9, 10, 11, 3, 4, 5];
    assertEquals([...rows.dataSync()], expected.map((i) => values[i]));
  });
}

testOnBackends("tf.gather() takes numbers, columns, and nothing", () => {
  assertEquals([...tf.gather(tf.tensor1d([7, 8]), ids([1, 1])).dataSync()], [
    8,
    8,
  ]);
  const column = tf.gather(table(), ids([2]), 1);
  assertEquals([...column.dataSync()], [2, 5, 8, 11]);
  assertEquals(tf.gather(table(), ids([])).shape, [0, 3]);
  assertEquals(tf.gather(tf.zeros([4, 0]), ids([1])).shape, [1, 0]);
});

testOnBackends("tf.gather() in batches takes from each its own", () => {
  const rows = tf.gather(table(), ids([0, 1, 2, 0], [4, 1]), 1, 1);
  assertEquals([...rows.dataSync()], [0, 4, 8, 9]);
});

for (const id of [-1, 4]) {
  testOnBackends(`tf.gather() refuses row ${id} of four`, () => {
    const error = assertThrows(() => tf.gather(table(), ids([id])));
    assertEquals(
      error.message,
      `GatherV2: the index value ${id} is not in [0, 3]`,
    );
  }, { except: ["webgpu"] }); // a shader can't throw
}

testOnBackends("tf.gather() keeps its input where the memory must grow", () => {
  const x = tf.fill([2, 1_000_000], 3);
  const rows = tf.gather(x, tf.zeros([40], "int32")); // 160 MB
  assertEquals(rows.min().dataSync()[0], 3);
  tf.dispose([x, rows]);
}, { except: ["webgpu"] }); // adapters hold tensors of 128 MiB at most

Deno.test({
  name: "tf.gather() leaves no memory behind where it refuses",
  ignore: !PRESENT.wasm,
  fn: async () => {
    await useBackend("wasm");
    const [x, wrong] = [tf.zeros([4, 3]), ids([9])];
    const before = tf.backend().numDataIds();
    assertThrows(() => tf.gather(x, wrong));
    assertEquals(tf.backend().numDataIds(), before);
  },
});
