import { assertEquals, assertThrows } from "@std/assert";
import { ShapeError } from "../../lib/error/shape_error.ts";
import { toMatrix } from "../../lib/matrix/matrix.ts";
import { multiply } from "../../lib/matrix/multiply.ts";

Deno.test("multiply() agrees with a product by hand", () => {
  const { shape, data } = multiply(
    toMatrix([[1, 2, 3], [4, 5, 6]]),
    toMatrix([[1, 0], [0, 1], [10, 100]]),
  );
  assertEquals(shape, [2, 2]);
  assertEquals([...data], [31, 302, 64, 605]);
});

Deno.test("multiply() refuses matrices that don't meet", () => {
  assertThrows(
    () => multiply(toMatrix([[1, 2]]), toMatrix([[1, 2]])),
    ShapeError,
    "Cannot multiply matrices as shape must be [2, n]: got [1, 2]",
  );
});
