import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import {
  NATIVE_FOLDER,
  readNativeSetup,
} from "../../lib/engine/native_setup.ts";
import { startTensorFlow } from "../../lib/engine/tensorflow_backend.ts";
import { compileProcessorCheck } from "../../lib/task/processor_check.ts";
import { runCommand } from "../../lib/task/run_command.ts";
import { PRESENT } from "../support/backends.ts";
import { evaluate } from "../support/evaluate.ts";
import { withNativeFolder } from "../support/native_folder.ts";
import { canLoad, canWrite } from "../support/permissions.ts";

const REPAIR = "run `deno task native --remove`, then `deno task native`";
const NOT_SET_UP = {
  reason: "it must be set up: run `deno task native`",
  broken: false,
};

for (const threads of [0, 1.5, -1, NaN]) {
  Deno.test(`startTensorFlow() refuses ${threads} threads`, async () => {
    const error = await assertRejects(
      () => startTensorFlow({ intraOpThreads: threads }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot start native TensorFlow as intraOpThreads must be an integer >= 1: got ${threads}`,
    );
  });
}

Deno.test({
  name: "startTensorFlow() asks for a set-up where it may read nothing",
  permissions: { read: false },
  fn: async () => assertEquals(await startTensorFlow(), NOT_SET_UP),
});

Deno.test({
  name: "startTensorFlow() asks for a set-up where it was interrupted",
  ignore: !canWrite,
  fn: () =>
    withNativeFolder({}, async (nativeFolder) => {
      const file = new URL("setup.json", nativeFolder);
      Deno.writeTextFileSync(file, Deno.readTextFileSync(file).slice(0, 40));
      assertEquals(await startTensorFlow({ nativeFolder }), NOT_SET_UP);
    }),
});

Deno.test("startTensorFlow() says where to set up what comes from a registry", async () => {
  const nativeFolder = new URL("https://example.org/kronlab/.native/");
  const refusal = await startTensorFlow({ nativeFolder });
  assertEquals(
    refusal?.reason,
    'it must be set up: run `deno task native` in a checkout of Kronlab, and name its folder, `nativeFolder: new URL("file:///…/kronlab/.native/")`',
  );
});

Deno.test({
  name: "startTensorFlow() takes a folder without a slash at its end",
  ignore: !canWrite,
  fn: () =>
    withNativeFolder({ addon: "none.node" }, async (nativeFolder) => {
      const bare = new URL(nativeFolder.href.replace(/\/$/, ""));
      const reason = async (folder: URL) =>
        (await startTensorFlow({ nativeFolder: folder }))?.reason;
      assertEquals(await reason(bare), await reason(nativeFolder));
    }),
});

Deno.test({
  name: "startTensorFlow() says which permission it lacks",
  ignore: !canWrite,
  permissions: { read: true, write: true, ffi: false },
  fn: () =>
    withNativeFolder({}, async (nativeFolder) => {
      assertEquals(await startTensorFlow({ nativeFolder }), {
        reason: "it must load a library: run with --allow-ffi",
        broken: false,
      });
    }),
});

Deno.test({
  name: "startTensorFlow() says why a file is no library",
  ignore: !canWrite || !canLoad,
  fn: () =>
    withNativeFolder({}, async (nativeFolder) => {
      const path = fileURLToPath(new URL("addon.node", nativeFolder));
      assertEquals(await startTensorFlow({ nativeFolder }), {
        reason: `its library must fit: ${path}: file too short; ${REPAIR}`,
        broken: true,
      });
    }),
});

if (PRESENT.native) {
  const { addon, processor: _, ...setup } = readNativeSetup()!;
  const real = new URL(addon, NATIVE_FOLDER).href;

  Deno.test("startTensorFlow() names a symbol that its library lacks", () =>
    withNativeFolder({}, async (nativeFolder) => {
      const source = new URL("addon.cc", nativeFolder);
      Deno.writeTextFileSync(
        source,
        'extern "C" void TF_Gone(); void f() { TF_Gone(); }',
      );
      const flags = ["-shared", "-fPIC", "-Wl,-z,now", "-o", "addon.node"];
      const { success } = await runCommand(["g++", ...flags, "addon.cc"], {
        cwd: nativeFolder,
      });
      assert(success);
      const path = fileURLToPath(new URL("addon.node", nativeFolder));
      assertEquals(await startTensorFlow({ nativeFolder }), {
        reason:
          `its library must fit: ${path}: undefined symbol: TF_Gone; ${REPAIR}`,
        broken: true,
      });
    }));

  Deno.test("startTensorFlow() refuses another libtensorflow than the addon's", () =>
    withNativeFolder(
      { ...setup, tensorflow: "2.9.1", addon: real },
      async (nativeFolder) => {
        assertEquals(await startTensorFlow({ nativeFolder }), {
          reason:
            `its library must fit: its addon was built for libtensorflow 2.9.1, not ${setup.tensorflow}; ${REPAIR}`,
          broken: true,
        });
      },
    ));

  Deno.test("startTensorFlow() refuses an addon with other operations", () =>
    withNativeFolder(
      { ...setup, kernels: "of an older version", addon: real },
      async (nativeFolder) => {
        assertEquals(await startTensorFlow({ nativeFolder }), {
          reason:
            `its library must fit: its addon was built with other kernels; ${REPAIR}`,
          broken: true,
        });
      },
    ));

  Deno.test("startTensorFlow() refuses kernels for another processor", () =>
    withNativeFolder({ ...setup, addon: real }, async (nativeFolder) => {
      if (Deno.build.arch !== "x86_64") return;
      // which only processors of 2011 to 2016 have
      const processor = await compileProcessorCheck(nativeFolder, ["xop"]);
      const file = new URL("setup.json", nativeFolder);
      const changed = { ...setup, addon: real, processor };
      Deno.writeTextFileSync(file, JSON.stringify(changed));
      assertEquals(await startTensorFlow({ nativeFolder }), {
        reason:
          `its library must fit: its kernels were compiled for another processor, which has xop; ${REPAIR}`,
        broken: true,
      });
    }));

  Deno.test("startTensorFlow() keeps the number of threads it started with", async () => {
    const module = new URL(
      "../../lib/engine/tensorflow_backend.ts",
      import.meta.url,
    );
    const { refusals, running, message } = await evaluate<Started>(`
      import { startTensorFlow } from "${module.href}";
      Deno.env.delete("TF_NUM_INTRAOP_THREADS"); // one for each processor
      const refusals = [await startTensorFlow(), await startTensorFlow()];
      const running = navigator.hardwareConcurrency;
      const { message } = await startTensorFlow({ intraOpThreads: running + 1 })
        .catch((error) => error);
      console.log(JSON.stringify({ refusals, running, message }));
    `);
    assertEquals(refusals, [null, null]); // what JSON makes of undefined
    assertEquals(
      message,
      `Cannot change intraOpThreads as native TensorFlow must be told before it starts: it runs with ${running}, got ${
        running + 1
      }`,
    );
  });

  Deno.test("startTensorFlow() starts quietly, with the threads it is given", async () => {
    const one = await inFreshProcess(1);
    const three = await inFreshProcess(3);
    assertEquals([one.said, three.said], [1, 3]);
    assertEquals(three.running - one.running, 2);
  });

  Deno.test("startTensorFlow() knows the threads that the environment sets", async () => {
    const env = { TF_NUM_INTRAOP_THREADS: "3" };
    assertEquals((await inFreshProcess(undefined, env)).said, 3);
  });

  Deno.test("startTensorFlow() gives a backend whose memory stays the same over 1000 steps", async () => {
    const script = new URL("../support/train_and_measure.ts", import.meta.url);
    const { output } = await runCommand([
      Deno.execPath(),
      "run",
      "--quiet",
      "--allow-all",
      // V8 doubles the room for young objects (48 MB) at a moment of its own
      "--v8-flags=--expose-gc,--max-semi-space-size=16",
      fileURLToPath(script),
    ]);
    const { tensors, resident } = JSON.parse(output);
    assertEquals(tensors[1], tensors[0]);
    // a step makes 3 MB of tensors; the C library's heaps may still grow by some
    const growth = (resident[1] - resident[0]) / 1e6;
    assert(growth < 25, `grew by ${growth} MB`);
  });
}

/** What a process says that starts native TensorFlow twice, then with more threads. */
interface Started {
  readonly refusals: unknown;
  readonly running: number;
  readonly message: string;
}

/** What a fresh process says of its threads, and how many run. */
async function inFreshProcess(
  intraOpThreads: number | undefined,
  env?: Record<string, string>,
): Promise<{ said: number; running: number }> {
  const mod = new URL("../../mod.ts", import.meta.url).href;
  const code = `
    import { describeBackend, tf, useBackend } from "${mod}";
    await useBackend("native", { intraOpThreads: ${intraOpThreads} });
    const x = tf.ones([512, 512]);
    tf.matMul(x, x).dataSync();
    const names = [...Deno.readDirSync("/proc/self/task")].map(({ name }) =>
      Deno.readTextFileSync("/proc/self/task/" + name + "/comm").trim());
    const running = names.filter((name) => name === "deno").length; // not V8's nor tokio's
    console.log(JSON.stringify({ said: describeBackend().threads, running }));
  `;
  return await evaluate(code, env);
}
