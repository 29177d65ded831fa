import { assertEquals, assertRejects } from "@std/assert";
import { basename, join } from "node:path";
import { readText } from "../../lib/text/read_text.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "readText() says of a text too long for a string how long it is",
  async (folder) => {
    const path = join(folder, "long.txt");
    await Deno.writeTextFile(path, "");
    await Deno.truncate(path, 2 ** 29); // zeros that take no room on the disk
    const { message } = await assertRejects(() => readText(path), SyntaxError);
    assertEquals(
      message,
      "Cannot read long.txt as it must be at most 536870888 bytes of text: got 536870912",
    );
  },
);

testInFolder(
  "readText() decompresses no file without a dot",
  async (folder) => {
    const path = join(folder, "gz");
    await Deno.writeTextFile(path, "plain");
    assertEquals(await readText(path), "plain");
  },
);

testInFolder(
  "readText() says of a folder that it is one, also where the system does not",
  async (folder) => {
    const { readFile } = Deno;
    const denied = new Deno.errors.PermissionDenied("Access is denied");
    for (const read of [readFile, () => Promise.reject(denied)]) {
      Deno.readFile = read;
      try {
        const { message } = await assertRejects(
          () => readText(folder),
          SyntaxError,
        );
        assertEquals(
          message,
          `Cannot read ${basename(folder)} as it must be a file: got a folder`,
        );
      } finally {
        Deno.readFile = readFile;
      }
    }
  },
);
