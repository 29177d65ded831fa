import { assertEquals, assertNotEquals } from "@std/assert";
import { fingerprint } from "../../lib/train/fingerprint.ts";

Deno.test("fingerprint() tells data apart, whatever their layout", async () => {
  const text = '{"a":  [1,\n2]}';
  assertEquals(
    await fingerprint(JSON.parse(text)),
    await fingerprint({ a: [1, 2] }),
  );
  assertNotEquals(
    await fingerprint({ a: [1, 2] }),
    await fingerprint({ a: [2, 1] }),
  );
  // sha256sum of the two letters "[]"
  assertEquals(
    await fingerprint([]),
    "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
  );
});
