import { tf } from "./tf.ts";

/** Names of the backends, the best first. */
export const BACKENDS = ["native", "webgpu", "wasm", "cpu"] as const;

/** Name of a backend: `"native"`, `"webgpu"`, `"wasm"` or `"cpu"`. */
export type BackendName = typeof BACKENDS[number];

/** How to start each backend; answers why it can't be used, or nothing when it runs. */
const START: Record<BackendName, () => Promise<string | undefined>> = {
  native: () => Promise.resolve("it is not part of this version of Kronlab"),
  webgpu: () => Promise.resolve("it is not part of this version of Kronlab"),
  wasm: async () => {
    // checked first, as TensorFlow.js prints a page of errors where it fails
    const { state } = await Deno.permissions.query({ name: "read" });
    if (state !== "granted") {
      return "it must read its WebAssembly file: run with --allow-read";
    }
    return await tf.setBackend("wasm") ? undefined : "it did not start";
  },
  cpu: async () => await tf.setBackend("cpu") ? undefined : "it did not start",
};

/**
 * Make TensorFlow.js compute on a backend, the best that runs here if none is named.
 *
 * `"wasm"` is the fastest without set-up and needs `--allow-read`; `"cpu"` is plain
 * JavaScript, runs anywhere and is 20 to 60 times slower. Until this is called,
 * everything runs on `"cpu"`. Tensors made before stay usable.
 *
 * @param name The backend to use; without it the first of {@linkcode BACKENDS} that runs.
 * @returns The name of the backend in use.
 * @throws {RangeError} If there is no backend of that name.
 * @throws {Error} If the named backend can't run here; says why and what to do.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await useBackend("cpu"), "cpu");
 * ```
 */
export async function useBackend(name?: BackendName): Promise<BackendName> {
  if (name !== undefined && !BACKENDS.includes(name)) {
    throw new RangeError(
      `Cannot use a backend as its name must be one of ${
        BACKENDS.join(", ")
      }: got "${name}"`,
    );
  }
  for (const candidate of name === undefined ? BACKENDS : [name]) {
    const reason = await START[candidate]();
    if (reason === undefined) return candidate;
    if (name !== undefined) {
      throw new Error(
        `Cannot use the backend ${name} as ${reason}; useBackend() without a name picks one that runs`,
      );
    }
  }
  throw new Error("Cannot use any backend as even cpu did not start");
}
