import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("tf.addN() takes more tensors than a shader binds", () => {
  for (const count of [1, 2, 7, 8, 13, 14, 40]) {
    const parts = Array.from({ length: count }, (_, i) => tf.fill([3], i));
    const sum = (count * (count - 1)) / 2;
    const before = tf.memory().numTensors;
    const all = tf.addN(parts);
    assertEquals(all.arraySync(), [sum, sum, sum]);
    assertEquals(tf.memory().numTensors, before + 1);
    assertEquals(parts.at(-1)!.arraySync(), new Array(3).fill(count - 1));
    tf.dispose([all, ...parts]);
  }
});

testOnBackends("tf.addN() of many tensors keeps no parts of the sum", () => {
  const parts = Array.from({ length: 20 }, () => tf.ones([3]));
  const add = () => tf.tidy(() => tf.addN(parts).dataSync());
  add();
  const before = tf.backend().numDataIds();
  add();
  assertEquals(tf.backend().numDataIds(), before);
});
