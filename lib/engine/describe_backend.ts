import { runningTensorFlow } from "./tensorflow_backend.ts";
import { tf } from "./tf.ts";
import type { BackendName } from "./use_backend.ts";
import { webGpuAdapter } from "./webgpu_backend.ts";

/** What computes at present, for benches and reports. */
export interface BackendDescription {
  /** The backend. */
  readonly name: BackendName;
  /** `"CPU"`, `"GPU"`, or the name of the graphics adapter. */
  readonly device: string;
  /** Threads inside one operation; `undefined` where the device has its own. */
  readonly threads: number | undefined;
  /** Versions of `deno`, `tfjs` and, on `"native"`, of `tensorflow`. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The backend in use, its device, threads and versions.
 *
 * A measured time says little without them.
 *
 * @returns The description.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { name, device, threads } = describeBackend(); // as long as nobody has chosen
 * assertEquals({ name, device, threads }, { name: "cpu", device: "CPU", threads: 1 });
 * ```
 */
export function describeBackend(): BackendDescription {
  const versions = { deno: Deno.version.deno, tfjs: tf.version.tfjs };
  const backend = tf.getBackend();
  if (backend === "tensorflow") {
    const { version, gpu, threads } = runningTensorFlow()!;
    return {
      name: "native",
      device: gpu ? "GPU" : "CPU",
      threads: gpu ? undefined : threads,
      versions: { ...versions, tensorflow: version },
    };
  }
  if (backend === "webgpu") {
    const device = webGpuAdapter()!;
    return { name: "webgpu", device, threads: undefined, versions };
  }
  const name = backend as BackendName;
  return { name, device: "CPU", threads: 1, versions };
}
