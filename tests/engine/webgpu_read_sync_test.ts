import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { PRESENT } from "../support/backends.ts";

/** Values that were computed on the adapter, read at once and in the background. */
async function readTwice(values: Float32Array) {
  await useBackend("webgpu");
  const x = tf.tensor1d(values);
  const copies = [tf.concat([x, x]), tf.concat([x, x])];
  const [atOnce, later] = [copies[0].dataSync(), await copies[1].data()];
  tf.dispose([x, ...copies]);
  return [atOnce, later];
}

if (PRESENT.webgpu) {
  for (const size of [512, 1023, 1024, 1025, 70_000, 2 ** 21 + 3]) {
    Deno.test(`dataSync() on webgpu reads 2 · ${size} values`, async () => {
      const values = Float32Array.from({ length: size }, (_, i) => i + 0.5);
      const [atOnce, later] = await readTwice(values);
      assertEquals(atOnce.length, 2 * size);
      assertEquals(
        atOnce.every((value, i) => value === values[i % size]),
        true,
      );
      assertEquals(later.every((value, i) => value === atOnce[i]), true);
    });
  }

  Deno.test("dataSync() on webgpu reads every bit of a float", async () => {
    const floats = fc.float32Array({ minLength: 1001, maxLength: 2500 });
    await fc.assert(
      fc.asyncProperty(floats, async (values) => {
        const [atOnce] = await readTwice(values);
        const bits = (array: Float32Array) => [
          ...new Uint32Array(array.buffer, array.byteOffset, array.length),
        ];
        const nan = (_: number, i: number) =>
          !Number.isNaN(values[i % values.length]);
        assertEquals(
          bits(atOnce as Float32Array).filter(nan),
          [...bits(values), ...bits(values)].filter(nan),
        );
      }),
      { numRuns: 20 },
    );
  });

  Deno.test("dataSync() on webgpu reads integers, booleans and complex numbers", async () => {
    await useBackend("webgpu");
    const x = tf.range(0, 2000, 1, "int32");
    assertEquals(tf.add(x, x).dataSync()[1999], 3998);
    assertEquals(tf.greater(x, tf.scalar(1998, "int32")).dataSync()[1999], 1);
    const z = tf.complex(
      tf.mul(tf.ones([2000]), 2),
      tf.mul(tf.ones([2000]), 3),
    );
    assertEquals([...z.dataSync().slice(0, 4)], [2, 3, 2, 3]);
  });
}
