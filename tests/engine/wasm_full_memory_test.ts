import { assert, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import type { WasmBackend } from "../../lib/engine/wasm_memory.ts";
import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";
import { PRESENT } from "../support/backends.ts";

Deno.test({
  name: "the wasm backend works past 2 GiB, says when it is full, and goes on",
  ignore: !PRESENT.wasm,
  fn: async () => {
    await useBackend("wasm");
    const backend = tf.backend() as WasmBackend;
    // nothing is written to them, so that they take addresses and hardly any memory
    const made: tf.TensorInfo[] = [];
    const make = (bytes: number) =>
      made.push(backend.makeOutput([bytes / 4], "float32"));
    const factors = [
      tf.tensor3d([[[1], [2]]]),
      tf.tensor3d([[[3, 4], [5, 6]]]),
    ];
    const k = { rows: 4, columns: 2, factors };
    const product = () =>
      tf.tidy(() => {
        const x = tf.tensor1d([1, 2, 3, 4]);
        return [...kroneckerMultiply(x, k, { memory: 0 }).dataSync()];
      });
    for (let i = 0; i < 5; i++) make(2 ** 29);
    assertEquals(product(), [71, 88]);
    const error = assertThrows(() => {
      for (let i = 0; i < 8; i++) make(2 ** 29);
    }, RangeError);
    assertEquals(
      error.message,
      "Cannot make a tensor [134217728] as the wasm backend must have 536870912 bytes left, of 4 GiB at most: its memory is full",
    );
    assert(made.length >= 6, `${made.length}`);
    assertThrows(() => make(2 ** 32 + 64), RangeError, "must have 4294967360");
    assertEquals(product(), [71, 88]);
    for (const { dataId } of made) backend.disposeData(dataId);
    assertEquals(product(), [71, 88]);
  },
});
