import { averageWithoutPaddingOn } from "./average_pool_gradient.ts";
import { broadcastProductsOn } from "./broadcast_products.ts";
import { countAxesFromTheLastOn } from "./cumulative_sums.ts";
import { takeEmptyConvolutionsOn } from "./empty_convolutions.ts";
import { takeEmptyOn } from "./empty_tensors.ts";
import { writeOutPaddingOn } from "./numeric_padding.ts";
import { tf } from "./tf.ts";
import { addManyOnWebGpu } from "./webgpu_add_n.ts";
import { castOnWebGpu } from "./webgpu_cast.ts";
import { watchWebGpu } from "./webgpu_faults.ts";
import type { WatchedBackend } from "./webgpu_faults.ts";
import { mendWebGpuPrograms } from "./webgpu_programs.ts";
import type { ProgramBackend } from "./webgpu_programs.ts";
import { readWebGpuSync } from "./webgpu_read_sync.ts";
import type { WebGpuBackend } from "./webgpu_read_sync.ts";

let adapterName: string | undefined;
let isSoftware = false;
let howLost: () => string | undefined;

const SOFTWARE = "its adapter must not be one in software";

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
 * @returns The adapter, or `undefined` if there is none, or if Vulkan can't be chosen
 * for want of `--allow-env`.
 */
export async function requestAdapter(): Promise<GPUAdapter | undefined> {
  if (!mayChooseVulkan()) return undefined;
  if (Deno.build.os === "linux") {
    for (const [variable, value] of Object.entries(ENVIRONMENT)) {
      if (!Deno.env.has(variable)) Deno.env.set(variable, value);
    }
  }
  return await navigator.gpu?.requestAdapter() ?? undefined;
}

function mayChooseVulkan(): boolean {
  return Deno.build.os !== "linux" ||
    Object.keys(ENVIRONMENT).every((variable) => {
      const permission = { name: "env", variable } as const;
      return Deno.permissions.querySync(permission).state === "granted";
    });
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
    if (!mayChooseVulkan()) {
      return "it must choose its driver: run with --allow-env";
    }
    const adapter = await requestAdapter();
    if (!adapter) {
      return "it must find a graphics adapter and its Vulkan driver";
    }
    if (adapter.info.isFallbackAdapter && !fallback) return SOFTWARE;
    await import("@tensorflow/tfjs-backend-webgpu");
    if (!await tf.setBackend("webgpu")) return "it did not start";
    const backend = tf.backend() as
      & WebGpuBackend
      & WatchedBackend
      & ProgramBackend;
    readWebGpuSync(backend);
    howLost = watchWebGpu(backend); // behind what reads, which it wraps
    mendWebGpuPrograms(backend);
    averageWithoutPaddingOn("webgpu");
    broadcastProductsOn("webgpu");
    countAxesFromTheLastOn("webgpu");
    takeEmptyOn("webgpu");
    takeEmptyConvolutionsOn("webgpu");
    writeOutPaddingOn("webgpu"); // behind convolutions and pooling, which it wraps
    castOnWebGpu();
    addManyOnWebGpu(backend.device.limits.maxStorageBuffersPerShaderStage);
    adapterName = adapter.info.description;
    isSoftware = adapter.info.isFallbackAdapter;
  }
  if (isSoftware && !fallback) return SOFTWARE;
  const lost = tf.findBackendFactory("webgpu")
    ? howLost()
    : "tf.removeBackend() disposed it";
  if (lost !== undefined) {
    return `it must keep its adapter, which a new process finds again: ${lost}`;
  }
  return await tf.setBackend("webgpu") ? undefined : "it did not start";
}
