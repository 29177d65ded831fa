import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { runCommand } from "../lib/task/run_command.ts";
import { canRead, canRun, canWrite } from "./support/permissions.ts";

const root = new URL("../", import.meta.url);

Deno.test({
  name: "a checkout on Windows has the line ends that hashes are of",
  ignore: !canRead || !canRun || !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const git = (...args: string[]) =>
        runCommand(["git", "-c", "core.autocrlf=true", ...args], {
          cwd: folder,
        });
      if (!(await git("init", "--quiet")).success) return; // there is no git
      await Deno.copyFile(
        new URL(".gitattributes", root),
        join(folder, ".gitattributes"),
      );
      const files = { "a.cc": "int a;\nint b;\n", "a.gz": "text\nby chance\n" };
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(join(folder, name), text);
      }
      assertEquals((await git("add", ".")).success, true);
      for (const [name, text] of Object.entries(files)) {
        await Deno.remove(join(folder, name));
        await git("checkout", "--", name);
        assertEquals(await Deno.readTextFile(join(folder, name)), text, name);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
