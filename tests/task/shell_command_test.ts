import { assertEquals } from "@std/assert";
import { shellCommand } from "../../lib/task/shell_command.ts";

Deno.test("shellCommand() quotes what a shell would take apart", () => {
  assertEquals(
    shellCommand(["demo", "--rate", "0.1", "a b", "it's"], "linux"),
    `deno task demo --rate 0.1 'a b' 'it'\\''s'`,
  );
});

Deno.test("shellCommand() quotes as the shells of Windows do", () => {
  const words = ["demo", "C:\\a\\b.csv", "C:\\my texts\\", "2,1", "it's"];
  assertEquals(
    shellCommand(words, "windows"),
    `deno task demo C:\\a\\b.csv "C:\\my texts\\\\" "2,1" "it's"`,
  );
});
