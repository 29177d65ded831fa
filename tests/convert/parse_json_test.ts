import { assertEquals, assertThrows } from "@std/assert";
import { parseJson } from "../../lib/convert/parse_json.ts";

Deno.test("parseJson() names what is no JSON", () => {
  assertEquals(parseJson("[1]", "a.json"), [1]);
  const error = assertThrows(() => parseJson("{a", "a.json"), SyntaxError);
  assertEquals(
    error.message.split(": ")[0],
    "Cannot read a.json as it must be JSON",
  );
});
