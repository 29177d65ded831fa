import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { readNativeSetup } from "../../lib/engine/native_setup.ts";
import {
  parseRequest,
  removeNative,
  setUpNative,
} from "../../lib/task/native.ts";
import {
  stockHostAnswers,
  unpackWheels,
} from "../../lib/task/native_install.ts";
import { runCommand } from "../../lib/task/run_command.ts";
import { SETUP, withNativeFolder } from "../support/native_folder.ts";
import {
  canReadEnvironment,
  canRun,
  canWrite,
} from "../support/permissions.ts";
import { LINUX, testWhere, UNIX } from "../support/test_where.ts";

const ignore = !canRun || !canWrite;

Deno.test("parseRequest() reads a variant and --remove, in any order", () => {
  assertEquals(parseRequest([]), { remove: false });
  assertEquals(parseRequest(["gpu"]), { remove: false, variant: "gpu" });
  assertEquals(parseRequest(["--remove", "cpu"]), {
    remove: true,
    variant: "cpu",
  });
});

for (
  const [args, got] of [[["tpu"], "tpu"], [["cpu", "gpu"], "cpu gpu"]] as const
) {
  Deno.test(`parseRequest() refuses ${got}`, () => {
    const error = assertThrows(() => parseRequest(args), RangeError);
    assertEquals(
      error.message,
      `Cannot set up native TensorFlow as the variant must be cpu or gpu: got "${got}"`,
    );
  });
}

Deno.test({
  name: "setUpNative() does nothing where it is done",
  ignore: !canWrite,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      const before = [...Deno.readDirSync(folder)].length;
      const line = await setUpNative("cpu", () => assert(false), folder);
      assertEquals(line, "Native TensorFlow is set up: 2.20.0, cpu");
      assertEquals([...Deno.readDirSync(folder)].length, before);
    }),
});

Deno.test({
  name: "removeNative() undoes a set-up, and finds none after",
  ignore: !canWrite,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      assertEquals(await removeNative(folder), true);
      assertEquals(await removeNative(folder), false);
      Deno.mkdirSync(folder);
    }),
});

/**
 * What a set-up says in a fresh process, where the only tools are these shell scripts
 * and the host of the stock install does not answer.
 */
async function setUpWith(
  tools: Record<string, string>,
  folder: URL,
  variant = "cpu",
): Promise<string> {
  const path = new URL("tools/", folder);
  Deno.mkdirSync(path);
  for (const [name, script] of Object.entries(tools)) {
    const file = new URL(name, path);
    Deno.writeTextFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const script = new URL("../support/set_up_native.ts", import.meta.url);
  const target = new URL(".native/", folder);
  const before = readNativeSetup(target);
  const { success, output } = await runCommand(
    [
      Deno.execPath(),
      "run",
      "--quiet",
      "--allow-all",
      fileURLToPath(script),
      target.href,
      variant,
    ],
    {
      env: {
        PATH: fileURLToPath(path),
        PIP_DISABLE_PIP_VERSION_CHECK: "",
        TFJS_NODE_BASE_URI: "http://127.0.0.1:1/",
      },
    },
  );
  assertEquals(success, false);
  assertEquals(readNativeSetup(target), before);
  return output;
}

testWhere(LINUX, {
  name: "setUpNative() says what is missing before it downloads anything",
  ignore,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      assertEquals(
        await setUpWith({}, folder),
        `Cannot set up native TensorFlow as
  a C++ compiler must be installed: g++ did not run
  python3 with pip, or uv, must be installed: neither ran
Nothing was downloaded
`,
      );
    }),
});

testWhere(LINUX, {
  name: "setUpNative() says before it downloads that musl won't do",
  ignore,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      const tools = { "g++": "echo x86_64-alpine-linux-musl", python3: "" };
      assertEquals(
        await setUpWith(tools, folder),
        `Cannot set up native TensorFlow as
  the C library must be glibc: g++ compiles for x86_64-alpine-linux-musl
Nothing was downloaded
`,
      );
    }),
});

Deno.test({
  name:
    "stockHostAnswers() asks on the one architecture that has an addon there",
  ignore: !canReadEnvironment,
  fn: async () => {
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.resolve(new Response());
    try {
      assertEquals(await stockHostAnswers("x86_64"), true);
      assertEquals(await stockHostAnswers("aarch64"), false);
    } finally {
      globalThis.fetch = fetch;
    }
  },
});

testWhere(LINUX, {
  name: "setUpNative() does it anew where the kernels are not known to fit",
  ignore,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      const setup = { ...SETUP, processor: "none.so" };
      const target = new URL(".native/", folder);
      Deno.mkdirSync(target);
      const file = new URL("setup.json", target);
      Deno.writeTextFileSync(file, JSON.stringify(setup));
      const output = await setUpWith({ "g++": "", uv: "" }, folder);
      assertStringIncludes(output, "PyPI must be reachable");
    }),
});

testWhere(LINUX && Deno.build.arch === "x86_64", {
  name: "setUpNative() says before it downloads that CUDA needs a driver",
  ignore,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      const tools = { "g++": "", python3: "" };
      assertEquals(
        await setUpWith(tools, folder, "gpu"),
        `Cannot set up native TensorFlow as
  an NVIDIA driver must be installed: nvidia-smi did not run
Nothing was downloaded
`,
      );
    }),
});

testWhere(LINUX, {
  name: "setUpNative() says that the package index does not answer",
  ignore,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      const python3 = `case "$*" in
        *index*)
          echo "ERROR: No matching distribution found" >&2
          echo "WARNING: An index is ignored" >&2
          [ "$PIP_DISABLE_PIP_VERSION_CHECK" ] || echo "[notice] To update" >&2
          exit 1;;
      esac`;
      assertEquals(
        await setUpWith({ "g++": "", python3 }, folder),
        `Cannot set up native TensorFlow as
  PyPI must be reachable, or a mirror of it that pip knows: ERROR: No matching distribution found
Nothing was downloaded
`,
      );
    }),
});

testWhere(UNIX, {
  name: "unpackWheels() leaves a download that was interrupted",
  ignore,
  fn: () =>
    withNativeFolder({}, async (folder) => {
      const error = await assertRejects(
        () =>
          unpackWheels(folder, [], {
            name: "pip",
            command: ["sh", "-c", "echo half > half; echo cut >&2; exit 1"],
          }),
        Error,
      );
      assertEquals(
        error.message,
        "Cannot set up native TensorFlow as each wheel must be downloaded whole: cut",
      );
    }),
});

const pip = ["python3", "-m", "pip"] as const;

// registered where there is pip, without which no set-up is either
if (!ignore && (await runCommand([...pip, "--version"])).success) {
  Deno.test("unpackWheels() takes a wheel with its hash, and refuses one with another", () =>
    withNativeFolder({}, async (folder) => {
      const sha256 = await makeWheel(folder);
      const wheel = { name: "kronlab-test", version: "1.0", sha256 };
      const environment = ["PIP_NO_INDEX=1", "PIP_FIND_LINKS=.", "PIP_QUIET=1"];
      const installer = {
        name: "pip",
        command: ["env", ...environment, ...pip],
      } as const;
      await unpackWheels(folder, [wheel], installer);
      const unpacked = new URL("lib/kronlab_test.py", folder);
      assertEquals(Deno.readTextFileSync(unpacked), "");
      const wrong = { ...wheel, sha256: "0".repeat(64) };
      const { message } = await assertRejects(
        () => unpackWheels(folder, [wrong], installer),
        Error,
      );
      const start =
        "Cannot set up native TensorFlow as each wheel must have its pinned SHA-256: ";
      assertEquals(message.slice(0, start.length), start);
      assert(message.includes(`Expected sha256 ${wrong.sha256}`));
      assert(message.includes(`Got        ${sha256}`));
    }));
}

/** Make the smallest of wheels in a folder. */
async function makeWheel(folder: URL): Promise<string> {
  const code = `
import hashlib, zipfile
name = "kronlab_test-1.0-py3-none-any.whl"
info = "kronlab_test-1.0.dist-info/"
with zipfile.ZipFile(name, "w") as wheel:
    wheel.writestr("kronlab_test.py", "")
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: kronlab-test\\nVersion: 1.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "kronlab_test.py,,\\n" + info + "METADATA,,\\n" + info + "WHEEL,,\\n" + info + "RECORD,,\\n")
print(hashlib.sha256(open(name, "rb").read()).hexdigest())
`;
  const { output } = await runCommand(["python3", "-c", code], { cwd: folder });
  return output.trim();
}
