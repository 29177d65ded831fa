import { readNativeSetup } from "../../lib/engine/native_setup.ts";
import { tf } from "../../lib/engine/tf.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import type { BackendName } from "../../lib/engine/use_backend.ts";
import { requestAdapter } from "../../lib/engine/webgpu_backend.ts";
import { canLoad, canRead } from "./permissions.ts";

const adapter = await requestAdapter();

/** Whether a graphics adapter is there that does not compute in software. */
export const realAdapter: boolean = adapter?.info.isFallbackAdapter === false;

/** The backends that tests run on, and whether each is present here. */
export const PRESENT: Readonly<Record<BackendName, boolean>> = {
  cpu: true,
  wasm: canRead,
  native: canLoad && readNativeSetup() !== undefined,
  webgpu: canRead && Boolean(adapter), // plain `deno test` is to run on cpu alone
};

/** Register a test once for each backend; where one is not present, it is ignored. */
export function testOnBackends(
  name: string,
  fn: (backend: BackendName) => void | Promise<void>,
): void {
  for (const [backend, present] of Object.entries(PRESENT)) {
    Deno.test({
      name: `${name} [${backend}]`,
      ignore: !present,
      fn: async () => {
        await useBackend(backend as BackendName);
        if (backend === "webgpu") keepOnGpu();
        await fn(backend as BackendName);
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
