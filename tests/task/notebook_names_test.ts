import { assertEquals, assertRejects } from "@std/assert";
import { notebookNames } from "../../lib/task/notebook_names.ts";
import { canRead, canWrite } from "../support/permissions.ts";

Deno.test({
  name: "notebookNames() lists notebooks, picks some, and refuses others",
  ignore: !canRead || !canWrite,
  fn: async () => {
    const path = await Deno.makeTempDir();
    const folder = new URL(`file://${path}/`);
    try {
      for (const name of ["b.ipynb", "a.ipynb", "a.txt"]) {
        await Deno.writeTextFile(`${path}/${name}`, "");
      }
      assertEquals(await notebookNames(folder, []), ["a.ipynb", "b.ipynb"]);
      assertEquals(await notebookNames(folder, ["b.ipynb"]), ["b.ipynb"]);
      const error = await assertRejects(
        () => notebookNames(folder, ["a.txt"]),
        RangeError,
      );
      assertEquals(
        error.message,
        "Cannot find the notebook as its name must be one of a.ipynb, b.ipynb: got a.txt",
      );
    } finally {
      await Deno.remove(path, { recursive: true });
    }
  },
});
