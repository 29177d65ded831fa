import { assertEquals } from "@std/assert";
import { shellCommand } from "../../lib/task/shell_command.ts";

Deno.test("shellCommand() quotes what a shell would take apart", () => {
  assertEquals(
    shellCommand(["demo", "--rate", "0.1", "a b", "it's"]),
    `deno task demo --rate 0.1 'a b' 'it'\\''s'`,
  );
});
