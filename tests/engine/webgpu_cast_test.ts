import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

for (const dtype of ["bool", "int32"] as const) {
  testOnBackends(
    `tf.cast() of ${dtype} gives floats that any kernel takes`,
    () => {
      const x = tf.tensor2d([[1, 1, 0], [1, 0, 0]], [2, 3], dtype);
      const before = tf.memory().numTensors;
      const floats = tf.cast(x, "float32");
      const sums = tf.sum(tf.expandDims(floats, 2), 1);
      assertEquals(sums.arraySync(), [[2], [1]]);
      assertEquals(tf.transpose(floats).arraySync(), [[1, 1], [1, 0], [0, 0]]);
      assertEquals([...floats.dataSync()], [1, 1, 0, 1, 0, 0]);
      assertEquals(x.arraySync(), [[1, 1, 0], [1, 0, 0]]);
      assertEquals(tf.memory().numTensors, before + 4); // floats, sums, and 2 made on the way
      const held = tf.engine().backend.numDataIds();
      const other = tf.ones([2], dtype);
      tf.dispose([tf.cast(other, "float32"), other]);
      assertEquals(tf.engine().backend.numDataIds(), held);
    },
  );
}
