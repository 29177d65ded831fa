import { assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { PRESENT, realAdapter } from "../support/backends.ts";
import { evaluate } from "../support/evaluate.ts";
import { withNativeFolder } from "../support/native_folder.ts";
import { canLoad, canRead, canRun, canWrite } from "../support/permissions.ts";
import { LINUX, testWhere } from "../support/test_where.ts";

/** What is best after native, where files may be read. */
const NEXT = realAdapter ? "webgpu" : "wasm";

/** Runs a function with the list of what is warned of meanwhile. */
async function withWarnings(
  fn: (warnings: readonly string[]) => Promise<void>,
): Promise<void> {
  const warnings: string[] = [];
  const { warn } = console;
  Object.assign(console, { warn: (text: string) => warnings.push(text) });
  await fn(warnings).finally(() => Object.assign(console, { warn }));
}

Deno.test("tf works before any backend is chosen", () => {
  assertEquals([...tf.add([1], [2]).dataSync()], [3]);
});

Deno.test({
  name:
    "useBackend() throws for a library that it is told to load, and warns of nothing",
  ignore: !canWrite || !canLoad,
  fn: async () => {
    await withWarnings((warnings) =>
      withNativeFolder({}, async (nativeFolder) => {
        await assertRejects(
          () => useBackend("native", { nativeFolder }),
          Error,
          "Cannot use the backend native as its library must fit",
        );
        assertEquals(warnings, []);
      })
    );
  },
});

Deno.test({
  name:
    "useBackend() goes on without a library that does not load, and says so once",
  ignore: !canWrite || !canLoad,
  fn: async () => {
    await withWarnings((warnings) =>
      withNativeFolder({}, async (nativeFolder) => {
        for (let call = 0; call < 2; call++) {
          assertEquals(await useBackend(undefined, { nativeFolder }), NEXT);
        }
        const path = fileURLToPath(new URL("addon.node", nativeFolder));
        assertEquals(warnings, [
          `Native TensorFlow is not used as its library must fit: ${path}: file too short; run \`deno task native --remove\`, then \`deno task native\``,
        ]);
      })
    );
  },
});

Deno.test({
  name: "useBackend() without a name picks wasm where no library may be loaded",
  ignore: !canRead,
  permissions: { read: true, ffi: false, env: false },
  fn: async () => {
    assertEquals(await useBackend(), "wasm");
  },
});

Deno.test("useBackend() switches to the backend it is given", async () => {
  assertEquals(await useBackend("cpu"), "cpu");
  assertEquals(tf.getBackend(), "cpu");
});

Deno.test({
  name: "useBackend() without a name picks cpu where it may not read files",
  permissions: { read: false, env: false },
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

const WASM = new URL(
  ".",
  import.meta.resolve("@tensorflow/tfjs-backend-wasm"),
);

Deno.test({
  name: "useBackend() takes wasm where it may read no more than its folder",
  ignore: !canRead,
  permissions: { read: [WASM] },
  fn: async () => assertEquals(await useBackend("wasm"), "wasm"),
});

testWhere(LINUX, {
  name: "useBackend() says which permission webgpu lacks",
  permissions: { env: false },
  fn: async () => {
    const error = await assertRejects(() => useBackend("webgpu"), Error);
    assertEquals(
      error.message,
      "Cannot use the backend webgpu as it must choose its driver: run with --allow-env; useBackend() without a name picks one that runs",
    );
  },
});

Deno.test({
  name: "useBackend() says that native must be set up",
  permissions: { read: false },
  fn: async () => {
    const error = await assertRejects(() => useBackend("native"), Error);
    assertEquals(
      error.message,
      "Cannot use the backend native as it must be set up: run `deno task native`; useBackend() without a name picks one that runs",
    );
  },
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

const mod = new URL("../../mod.ts", import.meta.url).href;

Deno.test({
  name: "useBackend() keeps the tensors made before",
  ignore: !canRun,
  fn: async () => {
    const sums = await evaluate(`
      import { tf, useBackend } from "${mod}";
      await useBackend("cpu");
      const x = tf.tensor1d([1, 2]);
      await useBackend();
      console.log(JSON.stringify([...tf.add(x, x).dataSync()]));
    `);
    assertEquals(sums, [2, 4]);
  },
});

Deno.test({
  name: "useBackend() without a name picks the best that runs",
  ignore: !canRead || !canRun,
  fn: async () => {
    const best = PRESENT.native ? "native" : NEXT;
    const found = await evaluate(`
      import { tf, useBackend } from "${mod}";
      console.log(JSON.stringify([await useBackend(), tf.getBackend()]));
    `);
    assertEquals(found, [best, best === "native" ? "tensorflow" : best]);
  },
});

if (PRESENT.webgpu && !realAdapter) {
  Deno.test("useBackend() leaves an adapter in software again where it names none", async () => {
    const best = PRESENT.native ? "native" : NEXT;
    const found = await evaluate(`
      import { useBackend } from "${mod}";
      const found = [];
      for (const name of ["webgpu", undefined, "webgpu"]) {
        found.push(await useBackend(name));
      }
      console.log(JSON.stringify(found));
    `);
    assertEquals(found, ["webgpu", best, "webgpu"]);
  });
}

Deno.test("useBackend() refuses an option that there is not", () =>
  assertRefusesArguments("use a backend", useBackend, [
    [
      ["cpu", { threads: 2 }],
      "each option must be one of intraOpThreads, nativeFolder: got threads",
    ],
  ]));
