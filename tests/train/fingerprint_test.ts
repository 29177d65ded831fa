import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { fingerprint } from "../../lib/train/fingerprint.ts";

Deno.test("fingerprint() tells data apart, whatever their layout", () => {
  const text = '{"a":  [1,\n2]}';
  assertEquals(
    fingerprint(JSON.parse(text)),
    fingerprint({ a: [1, 2] }),
  );
  assertNotEquals(
    fingerprint({ a: [1, 2] }),
    fingerprint({ a: [2, 1] }),
  );
  // sha256sum of the two letters "[]"
  assertEquals(
    fingerprint([]),
    "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
  );
});

Deno.test("fingerprint() tells ids, their order and their lists from others", () => {
  const all = [[[1, 2, 3]], [[1, 3, 2]], [[1, 2], [3]], [[1], [2, 3]], [[]], []]
    .map(fingerprint);
  assertEquals(new Set(all).size, all.length);
  for (const digest of all) assertMatch(digest, /^[0-9a-f]{64}$/);
});
