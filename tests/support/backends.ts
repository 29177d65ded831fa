import { useBackend } from "../../lib/engine/use_backend.ts";
import type { BackendName } from "../../lib/engine/use_backend.ts";
import { readNativeSetup } from "../../lib/engine/native_setup.ts";
import { tf } from "../../lib/engine/tf.ts";
import { canLoad, canRead } from "./permissions.ts";

/** The backends that tests run on, and whether each is present here. */
const BACKENDS: readonly { name: BackendName; present: boolean }[] = [
  { name: "cpu", present: true },
  { name: "wasm", present: canRead },
  { name: "native", present: canLoad && readNativeSetup() !== undefined },
  {
    name: "webgpu", // plain `deno test` is to run the same tests everywhere
    present: canRead && Boolean(await navigator.gpu?.requestAdapter()),
  },
];

/** Register a test once for each backend; where one is not present, it is ignored. */
export function testOnBackends(
  name: string,
  fn: (backend: BackendName) => void | Promise<void>,
): void {
  for (const backend of BACKENDS) {
    Deno.test({
      name: `${name} [${backend.name}]`,
      ignore: !backend.present,
      fn: async () => {
        await useBackend(backend.name);
        if (backend.name === "webgpu") keepOnGpu();
        await fn(backend.name);
      },
    });
  }
}

/** What decides whether the webgpu backend leaves an operation to the cpu backend. */
interface Forwarding {
  shouldExecuteOnCPU(inputs: readonly tf.TensorInfo[]): boolean;
}

/** Compute small tensors on the adapter too; its shaders can't take empty ones. */
function keepOnGpu() {
  const backend = tf.backend() as unknown as Forwarding;
  backend.shouldExecuteOnCPU = (inputs) =>
    inputs.every(({ shape }) => tf.util.sizeFromShape(shape) === 0);
}
