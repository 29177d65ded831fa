import { assertEquals, assertNotEquals } from "@std/assert";
import { factorInitializers } from "../../lib/layer/factor_initializers.ts";

/** Entries of three factors. */
function drawn(seed?: number): number[][] {
  return factorInitializers({ deviation: 1, rank: 1, order: 3, seed })
    .map((initializer) => [...initializer.apply([2, 2]).dataSync()]);
}

for (const seed of [0, 1, -1]) {
  Deno.test(`factorInitializers() draws the same from seed ${seed}, each factor by itself`, () => {
    const factors = drawn(seed);
    assertEquals(drawn(seed), factors);
    assertNotEquals(drawn(seed + 1), factors);
    assertEquals(new Set(factors.flat()).size, 12);
  });
}

Deno.test("factorInitializers() without a seed draws others each time", () => {
  assertNotEquals(drawn(), drawn());
});
