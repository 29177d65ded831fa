import { tf } from "./tf.ts";
import { readWebGpuSync } from "./webgpu_read_sync.ts";
import type { WebGpuBackend } from "./webgpu_read_sync.ts";

let adapterName: string | undefined;

/** Name of the adapter that the webgpu backend computes on, once it has started. */
export function webGpuAdapter(): string | undefined {
  return adapterName;
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
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) {
      return "it must find a graphics adapter and its Vulkan driver";
    }
    if (adapter.info.isFallbackAdapter && !fallback) {
      return "its adapter must not be one in software";
    }
    await import("@tensorflow/tfjs-backend-webgpu");
    if (!await tf.setBackend("webgpu")) return "it did not start";
    readWebGpuSync(tf.backend() as WebGpuBackend);
    adapterName = adapter.info.description;
  }
  return await tf.setBackend("webgpu") ? undefined : "it did not start";
}
