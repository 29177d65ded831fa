import { assertEquals, assertRejects } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { canRead } from "../support/permissions.ts";

Deno.test("tf works before any backend is chosen", () => {
  assertEquals([...tf.add([1], [2]).dataSync()], [3]);
});

Deno.test("useBackend() switches to the backend it is given", async () => {
  assertEquals(await useBackend("cpu"), "cpu");
  assertEquals(tf.getBackend(), "cpu");
});

Deno.test("useBackend() keeps the tensors made before", async () => {
  await useBackend("cpu");
  const x = tf.tensor1d([1, 2]);
  await useBackend();
  assertEquals([...tf.add(x, x).dataSync()], [2, 4]);
});

Deno.test({
  name: "useBackend() without a name picks wasm where it may read files",
  ignore: !canRead,
  fn: async () => {
    assertEquals(await useBackend(), "wasm");
    assertEquals(tf.getBackend(), "wasm");
  },
});

Deno.test({
  name: "useBackend() without a name picks cpu where it may not read files",
  permissions: { read: false },
  fn: async () => {
    assertEquals(await useBackend(), "cpu");
  },
});

Deno.test({
  name: "useBackend() says why wasm can't run and what to do",
  permissions: { read: false },
  fn: async () => {
    const error = await assertRejects(() => useBackend("wasm"), Error);
    assertEquals(
      error.message,
      "Cannot use the backend wasm as it must read its WebAssembly file: run with --allow-read; useBackend() without a name picks one that runs",
    );
  },
});

Deno.test("useBackend() says why a backend of another version can't run", async () => {
  const error = await assertRejects(() => useBackend("native"), Error);
  assertEquals(
    error.message,
    "Cannot use the backend native as it is not part of this version of Kronlab; useBackend() without a name picks one that runs",
  );
});

Deno.test("useBackend() refuses a backend that it does not know", async () => {
  const error = await assertRejects(
    () => useBackend("cuda" as never),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot use a backend as its name must be one of native, webgpu, wasm, cpu: got "cuda"',
  );
});

Deno.test("TensorFlow.js does not advertise tfjs-node", async () => {
  const warnings: unknown[] = [];
  const { warn, info, log } = console;
  Object.assign(console, {
    warn: (...text: unknown[]) => warnings.push(...text),
    info: (...text: unknown[]) => warnings.push(...text),
    log: (...text: unknown[]) => warnings.push(...text),
  });
  try {
    await useBackend("cpu");
    tf.tensor1d([1, 2]).dataSync();
  } finally {
    Object.assign(console, { warn, info, log });
  }
  assertEquals(warnings, []);
});
