import { assertEquals, assertNotEquals } from "@std/assert";
import { tf } from "../../lib/engine/tf.ts";
import {
  factorInitializers,
  reseeded,
  seedOf,
} from "../../lib/layer/factor_initializers.ts";

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

Deno.test("reseeded() draws each weight by itself, the same ones for a seed", () => {
  const initializer = tf.initializers.orthogonal({ seed: 5 });
  const draw = (seed?: number) =>
    reseeded(initializer, { seed: seedOf(initializer, seed), count: 2 })
      .map((each) => each.apply([3, 3]).arraySync());
  const [first, second] = draw();
  assertNotEquals(first, second);
  assertEquals(draw(), [first, second]); // by its own seed
  assertNotEquals(draw(6), [first, second]);
  assertEquals(draw(6), draw(6));
  const ones = tf.initializers.ones();
  assertEquals(reseeded(ones, { seed: 1, count: 2 }), [ones, ones]);
});
