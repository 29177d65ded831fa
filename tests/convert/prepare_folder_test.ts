import { assertRejects } from "@std/assert";
import { prepareFolder } from "../../lib/convert/prepare_folder.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "prepareFolder() finds out that a folder can't be written to",
  async (folder) => {
    const { writeTextFile } = Deno;
    Deno.writeTextFile = () => Promise.reject(new Error("read-only")); // root may write anywhere
    try {
      await assertRejects(
        () => prepareFolder(folder),
        Error,
        `Cannot save to ${folder} as it must be a folder that can be written to: got read-only`,
      );
    } finally {
      Deno.writeTextFile = writeTextFile;
    }
  },
);
