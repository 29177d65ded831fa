import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import type { WatchedBackend } from "../../lib/engine/webgpu_faults.ts";
import { PRESENT } from "../support/backends.ts";
import { evaluate } from "../support/evaluate.ts";

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

/** Reads a sum once what is told has been done, and says what it threw. */
const AFTER = (fault: string) => `
  import { tf, useBackend } from "./mod.ts";
  console.error = () => {};
  await useBackend("webgpu");
  const { device } = tf.backend();
  const x = tf.mul(tf.ones([2000]), 2);
  const cached = tf.mul(x, 2);
  await cached.data();
  ${fault};
  const told = [];
  for (const read of [
    () => tf.add(x, 1).data(),
    () => tf.add(x, 1).data(),
    () => tf.add(x, 1).dataSync(),
    () => cached.dataSync(),
    () => useBackend("webgpu"),
  ]) {
    try {
      const value = await read();
      told.push(typeof value === "string" ? value : value[0]);
    } catch ({ message }) {
      told.push(message);
    }
  }
  console.log(JSON.stringify(told));
  Deno.exit();
`;

if (PRESENT.webgpu) {
  for (
    const [when, wait] of [["at once", ""], ["later", "await tf.nextFrame()"]]
  ) {
    Deno.test(`what the adapter refuses is thrown by the next that reads ${when}`, async () => {
      const fault = `device.createBuffer({ size: 4, usage: 0 }); ${wait}`;
      const [first, ...others] = await evaluate<string[]>(AFTER(fault));
      assertMatch(
        first,
        /^Cannot read a tensor on webgpu as its adapter must do all that it is told: it says \S/,
      );
      assertEquals(others, [3, 3, 4, "webgpu"]);
    });
  }

  Deno.test("what needs a lost adapter says so on webgpu", async () => {
    const told = await evaluate<(string | number)[]>(
      AFTER("device.destroy(); await device.lost"),
    );
    const lost =
      "Cannot compute on webgpu as its adapter must be there: it was lost, as it says: device was lost";
    assertEquals(told, [
      lost,
      lost,
      lost,
      4,
      "Cannot use the backend webgpu as it must keep its adapter, which a new process finds again: device was lost; useBackend() without a name picks one that runs",
    ]);
  });

  Deno.test("useBackend() says that webgpu was disposed", async () => {
    const told = await evaluate<string>(`
      import { tf, useBackend } from "./mod.ts";
      await useBackend("webgpu");
      tf.removeBackend("webgpu");
      const { message } = await useBackend("webgpu").catch((error) => error);
      console.log(JSON.stringify(message));
    `);
    assertEquals(
      told,
      "Cannot use the backend webgpu as it must keep its adapter, which a new process finds again: tf.removeBackend() disposed it; useBackend() without a name picks one that runs",
    );
  });
}
