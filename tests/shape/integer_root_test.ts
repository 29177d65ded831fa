import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { integerRoot } from "../../lib/shape/integer_root.ts";

Deno.test("integerRoot() is exact on perfect powers", () => {
  assertEquals(integerRoot(7 ** 5, 5), 7); // Math.ceil((7 ** 5) ** (1 / 5)) is 8
  assertEquals(integerRoot(2 ** 52, 52), 2);
  assertEquals(integerRoot(2 ** 52 + 1, 52), 3);
});

Deno.test("integerRoot() is exact at the largest safe integers", () => {
  assertEquals(integerRoot(94_906_265 ** 2, 2), 94_906_265);
  assertEquals(integerRoot(94_906_265 ** 2 + 1, 2), 94_906_266);
  assertEquals(integerRoot(Number.MAX_SAFE_INTEGER, 1_000_000), 2);
});

Deno.test("integerRoot() is the least side that holds the items", () => {
  const sizes = fc.tuple(
    fc.integer({ min: 2, max: 40 }),
    fc.integer({ min: 1, max: 8 }),
    fc.constantFrom(-1, 0, 1), // both sides of a perfect power, where rounding bites
  );
  fc.assert(
    fc.property(sizes, ([side, order, step]) => {
      const size = side ** order + step;
      const root = integerRoot(size, order);
      assert(root ** order >= size, `${root} is too small`);
      assert(root === 1 || (root - 1) ** order < size, `${root} is too large`);
    }),
    { numRuns: 2_000 },
  );
});

for (const [size, order] of [[0, 2], [2.5, 2], [-1, 2], [NaN, 2]]) {
  Deno.test(`integerRoot() refuses the size ${size}`, () => {
    const error = assertThrows(() => integerRoot(size, order), RangeError);
    assertEquals(
      error.message,
      `Cannot take the integer root as size must be an integer >= 1: got ${size}`,
    );
  });
}

Deno.test("integerRoot() refuses an order of 0", () => {
  const error = assertThrows(() => integerRoot(4, 0), RangeError);
  assertEquals(
    error.message,
    "Cannot take the integer root as order must be an integer >= 1: got 0",
  );
});
