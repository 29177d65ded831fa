import { assertEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { tensorText } from "../../lib/plot/tensor_text.ts";

Deno.test("tensorText() writes small tensors as TensorFlow.js does", () => {
  for (const tensor of [tf.scalar(3), tf.eye(2), tf.zeros([100, 100])]) {
    assertEquals(tensorText(tensor), tensor.toString());
  }
  const texts = tf.tensor1d(new Array(20_000).fill("a"), "string");
  assertEquals(tensorText(texts), texts.toString());
});

Deno.test("tensorText() reads no more of a large tensor than it shows", () => {
  const large = tf.range(0, 20_000, 1, "int32").reshape([100, 200]);
  const read: number[] = [];
  const backend = tf.backend();
  const readSync = backend.readSync;
  backend.readSync = (id) => {
    const values = readSync.call(backend, id);
    read.push((values as Int32Array).length);
    return values;
  };
  const before = tf.memory().numTensors;
  try {
    assertEquals(
      tensorText(large),
      "Tensor, int32 [100, 200], which begins with\n    [0, 1, 2, 3, 4, 5]",
    );
  } finally {
    backend.readSync = readSync;
  }
  assertEquals(read, [6]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("tensorText() says that a tensor was disposed", () => {
  const gone = tf.zeros([2, 3]);
  gone.dispose();
  assertEquals(tensorText(gone), "Tensor, float32 [2, 3], disposed");
});
