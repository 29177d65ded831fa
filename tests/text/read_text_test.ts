import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
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
