import { checkOptionNames } from "../error/check_option_names.ts";
import { describeValue } from "../error/describe_value.ts";
import { startTensorFlow } from "./tensorflow_backend.ts";
import { tf } from "./tf.ts";
import { startWebGpu } from "./webgpu_backend.ts";

/** Names of the backends, the best first. */
export const BACKENDS = ["native", "webgpu", "wasm", "cpu"] as const;

/** Name of a backend: `"native"`, `"webgpu"`, `"wasm"` or `"cpu"`. */
export type BackendName = typeof BACKENDS[number];

/** How {@linkcode useBackend} starts a backend. */
export interface BackendOptions {
  /**
   * Threads inside one operation of `"native"`, an integer >= 1, to be chosen when it
   * starts; default: one for each processor. The other backends have no such choice.
   */
  readonly intraOpThreads?: number;
  /** Folder that `deno task native` made; default: `.native/` of this checkout. */
  readonly nativeFolder?: URL;
}

/** What a backend is started with. */
interface Start extends BackendOptions {
  /** Whether the user asked for this backend. */
  readonly named: boolean;
}

/** How to start each backend; answers why it can't be used, or nothing when it runs. */
const START: Record<
  BackendName,
  (start: Start) => Promise<string | undefined>
> = {
  native: async ({ named, ...options }) => {
    const refusal = await startTensorFlow(options);
    if (refusal?.broken && !named) warnOnce(refusal.reason);
    return refusal?.reason;
  },
  webgpu: ({ named }) => startWebGpu(named),
  wasm: async () => {
    // checked first, as TensorFlow.js prints a page of errors where it fails
    const { state } = await Deno.permissions.query({
      name: "read",
      ...wasmFolder(),
    });
    if (state !== "granted") {
      return "it must read its WebAssembly file: run with --allow-read";
    }
    return await tf.setBackend("wasm") ? undefined : "it did not start";
  },
  cpu: async () => await tf.setBackend("cpu") ? undefined : "it did not start",
};

/** The folder of the package with the WebAssembly file, where it is known. */
function wasmFolder(): { path?: URL } {
  try {
    const main = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
    return main.startsWith("file:") ? { path: new URL(".", main) } : {};
  } catch {
    return {}; // imported from a registry
  }
}

let warned = false;

function warnOnce(reason: string) {
  if (warned) return;
  warned = true;
  // deno-lint-ignore no-console
  console.warn(`Native TensorFlow is not used as ${reason}`);
}

/**
 * Make TensorFlow.js compute on a backend, the best that runs here if none is named.
 *
 * `"native"` is libtensorflow, there after `deno task native`, and needs `--allow-ffi` and
 * `--allow-read`, and `--allow-env` to be quiet; if it is set up but can't be loaded, a call
 * without a name says so once and goes on. `"webgpu"` needs `--allow-env`, and is taken
 * without being named only where a real graphics adapter is there. `"wasm"` is the fastest without set-up and needs
 * `--allow-read`; `"cpu"` is plain JavaScript, runs anywhere and is 20 to 60 times slower.
 * Until this is called, everything runs on `"cpu"`. Tensors made before stay usable.
 *
 * @param name The backend to use; without it the first of {@linkcode BACKENDS} that runs.
 * @param options Threads, and the folder of native TensorFlow.
 * @returns The name of the backend in use.
 * @throws {RangeError} If there is no backend of that name, or `intraOpThreads` is not an
 * integer >= 1.
 * @throws {TypeError} If there is no option of a name that was given.
 * @throws {Error} If the named backend can't run here; says why and what to do. Or if
 * `intraOpThreads` comes after native TensorFlow has started with another number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await useBackend("cpu"), "cpu");
 * ```
 */
export async function useBackend(
  name?: BackendName,
  options: BackendOptions = {},
): Promise<BackendName> {
  if (name !== undefined && !BACKENDS.includes(name)) {
    throw new RangeError(
      `Cannot use a backend as its name must be one of ${
        BACKENDS.join(", ")
      }: got ${describeValue(name)}`,
    );
  }
  checkOptionNames("use a backend", options, [
    "intraOpThreads",
    "nativeFolder",
  ]);
  for (const candidate of name === undefined ? BACKENDS : [name]) {
    const reason = await START[candidate]({
      ...options,
      named: name !== undefined,
    });
    if (reason === undefined) return candidate;
    if (name !== undefined) {
      throw new Error(
        `Cannot use the backend ${name} as ${reason}; useBackend() without a name picks one that runs`,
      );
    }
  }
  throw new Error("Cannot use any backend as even cpu did not start");
}
