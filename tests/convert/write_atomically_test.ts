import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { writeAtomically } from "../../lib/convert/write_atomically.ts";
import { canRead, canWrite } from "../support/permissions.ts";

Deno.test({
  name: "writeAtomically() replaces a file and leaves nothing beside it",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "a.txt");
    await writeAtomically(path, "old");
    await writeAtomically(path, new TextEncoder().encode("new"));
    assertEquals(await Deno.readTextFile(path), "new");
    assertEquals([...Deno.readDirSync(folder)].length, 1);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: "writeAtomically() leaves nothing behind where it can't rename",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    await Deno.mkdir(join(folder, "taken", "inside"), { recursive: true });
    await assertRejects(() => writeAtomically(join(folder, "taken"), "x"));
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "taken",
    ]);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: "writeAtomically() can be told to write a file by several at once",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "a.txt");
    const texts = ["a", "b", "c", "d"].map((letter) => letter.repeat(100_000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    assertEquals(texts.includes(await Deno.readTextFile(path)), true);
    assertEquals([...Deno.readDirSync(folder)].length, 1);
    await Deno.remove(folder, { recursive: true });
  },
});
