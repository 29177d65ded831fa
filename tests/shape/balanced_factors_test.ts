import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { balancedFactors } from "../../lib/shape/balanced_factors.ts";

const product = (values: readonly number[]) =>
  values.reduce((total, value) => total * value, 1);

/** Sizes around perfect powers, where a root that is off by one shows. */
const sizes = fc.tuple(
  fc.integer({ min: 1, max: 30 }),
  fc.integer({ min: 1, max: 5 }),
  fc.constantFrom(-1, 0, 1),
).map(([side, order, step]) => ({
  size: Math.max(1, side ** order + step),
  order,
}));

Deno.test("balancedFactors() holds the size with near-equal factors", () => {
  fc.assert(fc.property(sizes, ({ size, order }) => {
    const factors = balancedFactors(size, order);
    assertEquals(factors.length, order);
    assert(product(factors) >= size);
    assert(factors.at(-1)! <= 2 * factors[0]);
  }));
});

Deno.test("balancedFactors() has no factor that could be smaller", () => {
  fc.assert(fc.property(sizes, ({ size, order }) => {
    const factors = balancedFactors(size, order);
    for (const [j, factor] of factors.entries()) {
      assert(product(factors) / factor * (factor - 1) < size, `factor ${j}`);
    }
  }));
});

Deno.test("balancedFactors() has the least waste of all near-equal pairs", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), (size) => {
      let least = Infinity;
      for (let a = 1; a <= size; a++) {
        for (let b = a; b <= 2 * a; b++) {
          if (a * b >= size) least = Math.min(least, a * b);
        }
      }
      assertEquals(product(balancedFactors(size, 2)), least);
    }),
    { numRuns: 30 },
  );
});

Deno.test("balancedFactors() gives the equal factors of a perfect power", () => {
  assertEquals(balancedFactors(256, 4), [4, 4, 4, 4]);
  assertEquals(balancedFactors(1, 3), [1, 1, 1]);
});

Deno.test("balancedFactors() does not fall for a large prime factor", () => {
  assertEquals(balancedFactors(30_428, 3), [29, 30, 35]); // 30 428 = 2 * 2 * 7607
});

Deno.test("balancedFactors() refuses a size that no tensor has", () => {
  const error = assertThrows(() => balancedFactors(2 ** 31, 2), RangeError);
  assertEquals(
    error.message,
    "Cannot split a size into factors as size must be below 2147483648: got 2147483648",
  );
});

Deno.test("balancedFactors() refuses an order of 0", () => {
  const error = assertThrows(() => balancedFactors(4, 0), RangeError);
  assertEquals(
    error.message,
    "Cannot split a size into factors as order must be an integer >= 1: got 0",
  );
});
