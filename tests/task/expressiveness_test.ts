import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { expressiveness } from "../../lib/task/expressiveness.ts";
import { notebooksTask } from "../../lib/task/notebooks.ts";
import { heard } from "../support/heard.ts";

Deno.test("expressiveness tells its options, and takes no others", async () => {
  const { code, said } = await heard(() => expressiveness(["--help"]));
  assertEquals(code, 0);
  assertStringIncludes(said, "deno task expressiveness\n\nComputes ");
  assertStringIncludes(said, "--output FOLDER");
  await assertRejects(
    () => expressiveness(["--seeds", "3"]),
    SyntaxError,
    "Cannot run the task as Unknown option '--seeds'",
  );
});

Deno.test("notebooks tells what it takes", async () => {
  const { code, said } = await heard(() => notebooksTask(["--help"]));
  assertEquals(code, 0);
  assertStringIncludes(said, "deno task notebooks [NOTEBOOK…] [--check]");
});
