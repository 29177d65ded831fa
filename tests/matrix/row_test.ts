import { assertEquals } from "@std/assert";
import { dot } from "../../lib/matrix/dot.ts";
import { toMatrix } from "../../lib/matrix/matrix.ts";
import { row } from "../../lib/matrix/row.ts";

Deno.test("row() shares the entries of the matrix, and dot() multiplies them", () => {
  const a = toMatrix([[1, 2, 3], [4, 5, 6]]);
  const [first, second] = [row(a, 0), row(a, 1)];
  assertEquals([second.shape, [...second.data]], [[1, 3], [4, 5, 6]]);
  assertEquals(dot(first.data, second.data), 32);
  second.data[0] = 7;
  assertEquals(a.data[3], 7);
});
