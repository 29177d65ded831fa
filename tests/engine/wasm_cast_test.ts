import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { testOnBackends } from "../support/backends.ts";

testOnBackends("tf.cast() takes all numbers but 0 for true", () => {
  const numbers = [0, 1, 256, -1];
  const before = tf.memory().numTensors;
  for (
    const x of [tf.tensor1d(numbers, "int32"), tf.tensor1d([0, 0.5, 256, -1])]
  ) {
    const truths = tf.cast(x, "bool");
    assertEquals([...truths.dataSync()], [0, 1, 1, 1]);
    assertEquals(truths.dtype, "bool");
    tf.dispose([x, truths]);
  }
  assertEquals(tf.memory().numTensors, before);
});

testOnBackends(
  "tf.cast() calls nothing for each number, which takes long",
  () => {
    const original = Uint8Array.from;
    let calls = 0;
    Uint8Array.from = (...args: unknown[]) => {
      calls += args.length > 1 ? 1 : 0;
      return Reflect.apply(original, Uint8Array, args);
    };
    try {
      tf.dispose(tf.cast(tf.ones([8]), "bool"));
      assertEquals(calls, 0);
    } finally {
      Uint8Array.from = original;
    }
  },
);
