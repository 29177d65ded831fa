import { assertEquals, assertThrows } from "@std/assert";
import { checkNamed } from "../../lib/error/check_named.ts";

const EXAMPLE = "{ A: singularValues(a) }";

Deno.test("checkNamed() takes an object, and an array, whose places are names", () => {
  checkNamed("draw spectra", { A: [1] }, EXAMPLE);
  checkNamed("draw spectra", [[1]], EXAMPLE);
});

Deno.test("checkNamed() says what came instead of named values", () => {
  for (
    const [values, shown] of [
      [undefined, "undefined"],
      [null, "null"],
      ["A", '"A"'],
      [Promise.resolve({}), "a Promise"],
    ]
  ) {
    assertEquals(
      assertThrows(
        () => checkNamed("draw spectra", values as object, EXAMPLE),
        TypeError,
      ).message,
      `Cannot draw spectra as they must come by name, such as { A: singularValues(a) }: got ${shown}`,
    );
  }
});
