import { assertEquals, assertThrows } from "@std/assert";
import { readColumns } from "../../lib/task/translate_options.ts";

Deno.test("readColumns() reads two numbers and nothing else", () => {
  assertEquals(readColumns("2,1"), [2, 1]);
  for (const text of ["", "2", "0,1", "1,2,3", "a,b", "1.5,2", "1, 2"]) {
    const error = assertThrows(() => readColumns(text), SyntaxError);
    assertEquals(
      error.message,
      `Cannot run the task as --columns must be two integers >= 1 with a comma between: got ${text}; --help lists the options`,
    );
  }
});
