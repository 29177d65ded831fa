import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { columnSums } from "../../lib/op/column_sums.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("columnSums() adds up rows, of which there may be none", () => {
  const sums = columnSums(tf.tensor2d([[1, 2, 3], [10, 20, 30]]));
  assertEquals([sums.shape, [...sums.dataSync()]], [[3], [11, 22, 33]]);
  const none = columnSums(tf.zeros([0, 2]) as tf.Tensor2D);
  assertEquals([...none.dataSync()], [0, 0]);
});
