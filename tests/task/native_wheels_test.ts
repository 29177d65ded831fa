import { assert, assertEquals } from "@std/assert";
import {
  nativeWheels,
  requirements,
  TENSORFLOW_VERSION,
  wheelArguments,
} from "../../lib/task/native_wheels.ts";

Deno.test("nativeWheels() pins libtensorflow first, and CUDA for a GPU alone", () => {
  const [cpu, ...rest] = nativeWheels("cpu", "x86_64");
  assertEquals([cpu.name, cpu.version], ["tensorflow-cpu", TENSORFLOW_VERSION]);
  assertEquals(rest, []);
  const [gpu, ...cuda] = nativeWheels("gpu", "x86_64");
  assertEquals([gpu.name, gpu.version], ["tensorflow", TENSORFLOW_VERSION]);
  assertEquals(cuda.length, 12); // what `tensorflow[and-cuda]` asks for
  for (const { name } of cuda) assert(/^nvidia-[a-z-]+-cu12$/.test(name));
});

Deno.test("nativeWheels() gives each wheel a hash of its own", () => {
  const wheels = [
    ...nativeWheels("cpu", "x86_64"),
    ...nativeWheels("cpu", "aarch64"),
    ...nativeWheels("gpu", "x86_64"),
  ];
  const hashes = new Set(wheels.map(({ sha256 }) => sha256));
  assertEquals(hashes.size, wheels.length);
  for (const hash of hashes) assert(/^[0-9a-f]{64}$/.test(hash));
});

Deno.test("requirements() has a line for each wheel, with its hash", () => {
  const wheel = { name: "a-b", version: "1.2", sha256: "0f" };
  assertEquals(
    requirements([wheel, { ...wheel, name: "c" }]),
    "a-b==1.2 --hash=sha256:0f\nc==1.2 --hash=sha256:0f\n",
  );
});

Deno.test("wheelArguments() ask for the wheels of one Python, whatever runs", () => {
  assertEquals(wheelArguments("uv", "aarch64"), [
    "--python-version",
    "3.12",
    "--only-binary",
    ":all:",
    "--python-platform",
    "aarch64-manylinux_2_28",
  ]);
  const pip = wheelArguments("pip", "x86_64");
  assertEquals(pip.slice(0, 6), [
    "--python-version",
    "3.12",
    "--only-binary",
    ":all:",
    "--platform",
    "manylinux_2_28_x86_64",
  ]);
});
