import { assertEquals } from "@std/assert";
import { linesOf } from "../../lib/text/lines_of.ts";

Deno.test("linesOf() keeps empty lines, but none behind the last break", () => {
  assertEquals(linesOf("a\r\n\nb c\n"), ["a", "", "b c"]);
  assertEquals(linesOf("a\nb"), ["a", "b"]);
  assertEquals(linesOf("\n"), [""]);
  assertEquals(linesOf(""), []);
});
