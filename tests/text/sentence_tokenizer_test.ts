import { assertEquals } from "@std/assert";
import { withoutSpecial } from "../../lib/text/sentence_tokenizer.ts";

Deno.test("withoutSpecial() keeps what has a text", () => {
  assertEquals(withoutSpecial([2, 7, 1, 0, 8, 3, 9, 0]), [7, 1, 8]);
  assertEquals(withoutSpecial([3, 9]), []);
  assertEquals(withoutSpecial([2, 7, 8]), [7, 8]); // cut off before its end
});
