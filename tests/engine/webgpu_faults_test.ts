import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import type { WatchedBackend } from "../../lib/engine/webgpu_faults.ts";
import { PRESENT } from "../support/backends.ts";

if (PRESENT.webgpu) {
  Deno.test("a tensor that is too large for the adapter throws on webgpu", async () => {
    await useBackend("webgpu");
    const { device } = tf.backend() as unknown as WatchedBackend;
    const most = device.limits.maxStorageBufferBindingSize;
    const error = assertThrows(() => tf.fill([most / 4 + 1], 3), RangeError);
    assertEquals(
      error.message,
      `Cannot compute on webgpu as a tensor must have at most ${most} bytes on this adapter: got ${
        most + 4
      }`,
    );
  });
}
