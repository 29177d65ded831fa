import { sumEmptyOn } from "./empty_sum.ts";
import { tf } from "./tf.ts";
import { readWebGpuSync } from "./webgpu_read_sync.ts";
import type { WebGpuBackend } from "./webgpu_read_sync.ts";

let adapterName: string | undefined;

/** Name of the adapter that the webgpu backend computes on, once it has started. */
export function webGpuAdapter(): string | undefined {
  return adapterName;
}

/**
 * What graphics drivers on Linux are to find in the environment, unless it is set.
 *
 * Deno would try OpenGL besides Vulkan, whose drivers put their LLVM in the way of the
 * one in libtensorflow: native TensorFlow then hangs. And where there is no desktop, the
 * Vulkan drivers complain on stderr that they don't know its folder.
 */
const ENVIRONMENT = {
  "DENO_WEBGPU_BACKEND": "vulkan",
  "XDG_RUNTIME_DIR": "/nonexistent",
};

/**
 * The graphics adapter of this machine, through Vulkan alone on Linux.
 *
 * @returns The adapter, or `undefined` if there is none.
 */
export async function requestAdapter(): Promise<GPUAdapter | undefined> {
  for (const [variable, value] of Object.entries(ENVIRONMENT)) {
    if (Deno.build.os !== "linux") continue;
    const { state } = Deno.permissions.querySync({ name: "env", variable });
    if (state !== "granted" || Deno.env.has(variable)) continue;
    Deno.env.set(variable, value);
  }
  return await navigator.gpu?.requestAdapter() ?? undefined;
}

/**
 * Start Deno's WebGPU as a backend of TensorFlow.js.
 *
 * The backend's code is loaded only when this is called and an adapter is there.
 *
 * @param fallback Whether an adapter that computes in software will do.
 * @returns Why it can't be used, or nothing when it runs.
 */
export async function startWebGpu(
  fallback: boolean,
): Promise<string | undefined> {
  if (adapterName === undefined) {
    const adapter = await requestAdapter();
    if (!adapter) {
      return "it must find a graphics adapter and its Vulkan driver";
    }
    if (adapter.info.isFallbackAdapter && !fallback) {
      return "its adapter must not be one in software";
    }
    await import("@tensorflow/tfjs-backend-webgpu");
    if (!await tf.setBackend("webgpu")) return "it did not start";
    readWebGpuSync(tf.backend() as WebGpuBackend);
    sumEmptyOn("webgpu");
    adapterName = adapter.info.description;
  }
  return await tf.setBackend("webgpu") ? undefined : "it did not start";
}
