import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { type WasmBackend, withMemory } from "../../lib/engine/wasm_memory.ts";
import { kroneckerRows } from "../../lib/op/kronecker_rows.ts";
import { PRESENT } from "../support/backends.ts";

Deno.test({
  name:
    "withMemory() says when it is full, and gives back what it took, though a kernel fails",
  ignore: !PRESENT.wasm,
  fn: async () => {
    await useBackend("wasm");
    const backend = tf.backend() as WasmBackend;
    const half = 2 ** 31;
    withMemory(backend, 2 ** 26, () => 0); // what is free again then lies at the end
    assertThrows(
      () => withMemory(backend, half, () => withMemory(backend, half, () => 0)),
      RangeError,
      "Cannot run a kernel as the wasm backend must have 2147483648 bytes left: its memory is full",
    );
    assertThrows(
      () => withMemory(backend, 2 ** 32 + 64, () => 0),
      RangeError,
      "must have 4294967360 bytes left",
    );
    for (let i = 0; i < 40; i++) { // 5 GiB in all, of 4 that there are
      assertEquals(
        withMemory(backend, 2 ** 26, (address) => address > 0),
        true,
      );
      assertThrows(
        () =>
          withMemory(backend, 2 ** 26, () => {
            throw new Error("failed");
          }),
        Error,
        "failed",
      );
    }
  },
});

Deno.test({
  name: "lookups of rows that no memory holds are refused on wasm",
  ignore: !PRESENT.wasm,
  fn: async () => {
    await useBackend("wasm");
    for (const columns of [2 ** 15, 2 ** 16]) { // 32 bits of a size are 2^31, and 0
      const factors = [0, 1].map(() => tf.ones([1, 2, columns]) as tf.Tensor3D);
      const k = { rows: 4, columns: 8, factors };
      assertThrows(
        () => kroneckerRows(k, tf.tensor1d([1, 2], "int32")),
        RangeError,
        "its memory is full",
      );
      tf.dispose(factors);
    }
  },
});
