import { assertAlmostEquals, assertThrows } from "@std/assert";

Deno.test("assertAlmostEquals() allows 1e-7 of what is expected, as std does", () => {
  assertAlmostEquals(1e8, 1e8 + 9);
  assertThrows(() => assertAlmostEquals(1e8, 1e8 + 11));
  assertThrows(() => assertAlmostEquals(1e-8, 2e-8));
  assertThrows(() => assertAlmostEquals(1e-9, 0));
});
