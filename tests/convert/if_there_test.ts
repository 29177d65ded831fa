import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { ifThere } from "../../lib/convert/if_there.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "ifThere() gives nothing only where there is no file",
  async (folder) => {
    const path = join(folder, "file");
    assertEquals(await ifThere(Deno.readTextFile(path)), undefined);
    await Deno.writeTextFile(path, "");
    assertEquals(await ifThere(Deno.readTextFile(path)), "");
    await assertRejects(() => ifThere(Deno.readTextFile(folder))); // is a folder
  },
);
