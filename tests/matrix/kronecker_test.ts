import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { kronecker } from "../../lib/matrix/kronecker.ts";
import { multiply } from "../../lib/matrix/multiply.ts";
import { integerMatrix } from "../support/matrices.ts";

const side = fc.integer({ min: 1, max: 4 });

Deno.test("kronecker() satisfies (A⊗B)(C⊗D) = AC⊗BD", () => {
  const chained = fc.tuple(side, side, side, side, side, side).chain(
    ([m, n, k, p, q, r]) =>
      fc.tuple(
        integerMatrix(m, n),
        integerMatrix(p, q),
        integerMatrix(n, k),
        integerMatrix(q, r),
      ),
  );
  fc.assert(fc.property(chained, ([a, b, c, d]) => {
    const actual = multiply(kronecker(a, b), kronecker(c, d));
    const expected = kronecker(multiply(a, c), multiply(b, d));
    assertEquals(actual.shape, expected.shape);
    const difference = actual.data.map((value, i) => value - expected.data[i]);
    assert(difference.every((value) => value === 0));
  }));
});

Deno.test("kronecker() takes the digits of the first factor as the more significant", () => {
  const { shape, data } = kronecker(
    { shape: [1, 2], data: Float64Array.of(1, 10) },
    { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) },
  );
  assertEquals(shape, [2, 4]);
  assertEquals([...data], [1, 2, 10, 20, 3, 4, 30, 40]);
});
