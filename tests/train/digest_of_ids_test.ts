import { assertEquals, assertMatch } from "@std/assert";
import { digestOfIds } from "../../lib/train/digest_of_ids.ts";

Deno.test("digestOfIds() tells ids, their order and their lists from others", () => {
  const all = [[[1, 2, 3]], [[1, 3, 2]], [[1, 2], [3]], [[1], [2, 3]], [[]], []]
    .map(digestOfIds);
  assertEquals(new Set(all).size, all.length);
  for (const digest of all) assertMatch(digest, /^[0-9a-f]{12}$/);
  assertEquals(digestOfIds([Int32Array.of(1, 2, 3)]), digestOfIds([[1, 2, 3]]));
});
