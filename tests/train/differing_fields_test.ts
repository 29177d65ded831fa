import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { differingFields } from "../../lib/train/differing_fields.ts";

Deno.test("differingFields() names each field, how deep it may lie", () => {
  const got = { a: 1, b: { c: [1, { d: 2 }], e: "x" }, f: true };
  const need = { a: 1, b: { c: [1, { d: 3 }], e: "x" }, g: null };
  assertEquals(differingFields(got, need), [
    "b.c[1].d 2, not 3",
    "f true, not missing",
    "g missing, not null",
  ]);
  assertEquals(differingFields([1], [1, 2]), ["[1] missing, not 2"]);
  assertEquals(differingFields(1, "1"), ['all 1, not "1"']);
});

Deno.test("differingFields() finds nothing exactly where the JSON is the same", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
    const [x, y] = [a, b].map((value) => JSON.parse(JSON.stringify(value)));
    assertEquals(differingFields(x, x), []);
    if (JSON.stringify(x) !== JSON.stringify(y) && !sameKeys(x, y)) {
      assertEquals(differingFields(x, y).length > 0, true);
    }
  }));
});

/** Whether two objects differ in nothing but the order of their keys. */
function sameKeys(x: unknown, y: unknown): boolean {
  try {
    assertEquals(x, y);
    return true;
  } catch {
    return false;
  }
}
