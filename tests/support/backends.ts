import { useBackend } from "../../lib/engine/use_backend.ts";
import type { BackendName } from "../../lib/engine/use_backend.ts";
import { canRead } from "./permissions.ts";

/** The backends that tests run on, and whether each is present here. */
const BACKENDS: readonly { name: BackendName; present: boolean }[] = [
  { name: "cpu", present: true },
  { name: "wasm", present: canRead },
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
        await fn(backend.name);
      },
    });
  }
}
