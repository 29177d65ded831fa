import { assertEquals } from "@std/assert";
import { readSafetensors } from "../../lib/convert/read_safetensors.ts";
import { writeSafetensors } from "../../lib/convert/write_safetensors.ts";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { PRESENT, testOnBackends } from "../support/backends.ts";

/** Casts that lose nothing, with what comes out. */
function casts(): readonly (readonly [tf.Tensor, number[]])[] {
  const ints = tf.tensor1d([1, -2, 3], "int32");
  const bits = tf.tensor1d([1, 0, 1, 1, 1, 1, 1, 1], "bool");
  return [
    [tf.cast(ints, "float32"), [1, -2, 3]],
    [tf.cast(bits, "int32"), [1, 0, 1, 1, 1, 1, 1, 1]],
    [tf.cast(bits, "float32"), [1, 0, 1, 1, 1, 1, 1, 1]],
  ];
}

testOnBackends(
  "tf.cast() makes numbers that a file takes for what they are",
  async () => {
    for (const [x, expected] of casts()) {
      const { tensors } = readSafetensors(await writeSafetensors({ x }));
      assertEquals([tensors.x.dtype, tensors.x.arraySync()], [
        x.dtype,
        expected,
      ]);
    }
  },
);

for (const backend of ["wasm", "native"] as const) {
  if (backend === "native" && !PRESENT.native) continue;
  Deno.test({
    name: `tf.cast() on cpu makes numbers for another backend [${backend}]`,
    ignore: !PRESENT[backend],
    fn: async () => {
      await useBackend("cpu");
      const made = casts();
      await useBackend(backend);
      for (const [x, expected] of made) {
        const zero = tf.scalar(0, x.dtype as "int32");
        assertEquals(tf.add(x, zero).arraySync(), expected);
      }
    },
  });
}

Deno.test("tf.cast() on cpu leaves no tensor behind and what it casts as it was", async () => {
  await useBackend("cpu");
  const x = tf.tensor1d([1, 2], "int32");
  const before = tf.memory();
  tf.cast(x, "float32").dispose();
  const { numTensors, numDataBuffers } = tf.memory();
  assertEquals([numTensors, numDataBuffers], [
    before.numTensors,
    before.numDataBuffers,
  ]);
  assertEquals(x.arraySync(), [1, 2]);
  const numbers = tf.backend().numDataIds();
  x.dispose();
  assertEquals(tf.backend().numDataIds(), numbers - 1);
});
