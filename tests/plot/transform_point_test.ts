import { assertAlmostEquals, assertEquals } from "@std/assert";
import { transformPoint } from "../../lib/plot/transform_point.ts";

Deno.test("transformPoint() lets the last step act first", () => {
  assertEquals(transformPoint("translate(10,20)scale(2,3)", [1, 1]), [12, 23]);
  assertEquals(transformPoint("scale(2) translate(10 20)", [1, 1]), [22, 42]);
});

Deno.test("transformPoint() turns about a point", () => {
  const [x, y] = transformPoint("rotate(90, 1, 1)", [2, 1]);
  assertAlmostEquals(x, 1, 1e-12);
  assertAlmostEquals(y, 2, 1e-12);
});

Deno.test("transformPoint() without steps leaves the point", () => {
  assertEquals(transformPoint("", [3, 4]), [3, 4]);
});
