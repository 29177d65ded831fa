import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends(
  "a tensor given back as it is outlives the one that it came from",
  () => {
    const before = tf.memory().numTensors;
    const x = tf.tensor2d([[1, 2], [3, 4]]);
    const same = [tf.reshape(x, [2, 2]), tf.cast(x, "float32")];
    const other = [tf.reshape(x, [4]), tf.cast(x, "int32")];
    x.dispose();
    for (const y of [...same, other[1]]) {
      assertEquals(y.arraySync(), [[1, 2], [3, 4]]);
    }
    assertEquals([other[0].shape, other[1].dtype], [[4], "int32"]);
    assertEquals([...other[0].dataSync()], [1, 2, 3, 4]);
    tf.dispose([same, other]);
    assertEquals(tf.memory().numTensors, before);
  },
);

testOnBackends("tf.round() gives whole numbers back", () => {
  const x = tf.tensor1d([3, -2, 7], "int32");
  const y = tf.round(x);
  x.dispose();
  assertEquals(y.dtype, "int32");
  assertEquals([...y.dataSync()], [3, -2, 7]);
});
