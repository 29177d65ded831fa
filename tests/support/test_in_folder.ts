import { canRead, canWrite } from "./permissions.ts";

/** Register a test that has a folder of its own; without the permissions it is ignored. */
export function testInFolder(
  name: string,
  fn: (folder: string) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: !canRead || !canWrite,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      try {
        await fn(folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}
