import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { FlatLayout } from "../../lib/train/flat_layout.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends(
  "FlatLayout lays tensors end to end and takes them apart",
  () => {
    const tensors = {
      b: tf.tensor2d([[1, 2], [3, 4]]),
      a: tf.scalar(5),
      c: tf.tensor1d([6, 7]),
    };
    const layout = new FlatLayout(tensors);
    assertEquals(layout.size, 7);
    const before = tf.memory().numTensors;
    const flat = layout.flatten(tensors);
    assertEquals([...flat.dataSync()], [1, 2, 3, 4, 5, 6, 7]);
    const parts = layout.split(flat);
    assertEquals(tf.memory().numTensors, before + 4);
    assertEquals(Object.keys(parts), ["b", "a", "c"]);
    for (const [name, tensor] of Object.entries(tensors)) {
      assertEquals(parts[name].arraySync(), tensor.arraySync());
    }
  },
);
