import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { exactFactors } from "../../lib/analysis/exact_factors.ts";

Deno.test("exactFactors() are the divisors nearest to the root", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), (size) => {
    const [a, b] = exactFactors(size);
    assertEquals(a * b, size);
    assert(a <= b);
    for (let other = a + 1; other * other <= size; other++) {
      assert(size % other !== 0);
    }
  }));
});
