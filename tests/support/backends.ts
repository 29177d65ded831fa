import { readNativeSetup } from "../../lib/engine/native_setup.ts";
import { tf } from "../../lib/engine/tf.ts";
import { BACKENDS, useBackend } from "../../lib/engine/use_backend.ts";
import type { BackendName } from "../../lib/engine/use_backend.ts";
import { requestAdapter } from "../../lib/engine/webgpu_backend.ts";
import { canLoad, canRead } from "./permissions.ts";

const adapter = await requestAdapter();

/** Whether a graphics adapter is there that does not compute in software. */
export const realAdapter: boolean = adapter?.info.isFallbackAdapter === false;

/** Whether each backend can be tested here. */
export const PRESENT: Readonly<Record<BackendName, boolean>> = {
  cpu: true,
  wasm: canRead,
  native: canLoad && readNativeSetup() !== undefined,
  webgpu: canRead && adapter !== undefined, // plain `deno test` is for cpu alone
};

/** The backends that every machine has, given the permissions. */
const EVERYWHERE: readonly BackendName[] = ["cpu", "wasm"];

/**
 * Register a test once for each backend. Without its permission a backend is ignored;
 * one that must be set up first has no tests where it is not. Those that can't do it for
 * a reason of their own are left out by `except`.
 */
export function testOnBackends(
  name: string,
  fn: (backend: BackendName) => void | Promise<void>,
  { except = [] }: { readonly except?: readonly BackendName[] } = {},
): void {
  for (const backend of BACKENDS) {
    if (except.includes(backend)) continue;
    if (!PRESENT[backend] && !EVERYWHERE.includes(backend)) continue;
    Deno.test({
      name: `${name} [${backend}]`,
      ignore: !PRESENT[backend],
      fn: async () => {
        await useBackend(backend);
        if (backend === "webgpu") keepOnGpu();
        await fn(backend);
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
