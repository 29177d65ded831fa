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

/** What Windows answers where another program has a file open. */
function inUse(): Error {
  const text = "The process cannot access the file (os error 32)";
  return Object.assign(new Error(text), { code: "EBUSY" });
}

for (const [times, outcome] of [[2, "new"], [Infinity, "old"]] as const) {
  Deno.test({
    name: `writeAtomically() leaves "${outcome}" where a file is in use ${
      times === 2 ? "for a moment" : "for good"
    }`,
    ignore: !canRead || !canWrite,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const path = join(folder, "a.txt");
      await writeAtomically(path, "old");
      const { rename } = Deno;
      let tries = 0;
      Deno.rename = (from, to) =>
        tries++ < times ? Promise.reject(inUse()) : rename(from, to);
      try {
        const writing = writeAtomically(path, "new");
        if (outcome === "new") await writing;
        else await assertRejects(() => writing, Error, "os error 32");
      } finally {
        Deno.rename = rename;
      }
      assertEquals(await Deno.readTextFile(path), outcome);
      assertEquals([...Deno.readDirSync(folder)].length, 1);
      await Deno.remove(folder, { recursive: true });
    },
  });
}

Deno.test({
  name: "writeAtomically() tries once where a file is not in use",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const { rename } = Deno;
    let tries = 0;
    Deno.rename = () => {
      tries++;
      return Promise.reject(Object.assign(new Error("EIO"), { code: "EIO" }));
    };
    try {
      await assertRejects(
        () => writeAtomically(join(folder, "a.txt"), "x"),
        Error,
        "EIO",
      );
    } finally {
      Deno.rename = rename;
    }
    assertEquals(tries, 1);
    assertEquals([...Deno.readDirSync(folder)], []);
    await Deno.remove(folder, { recursive: true });
  },
});
