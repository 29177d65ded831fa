import { assert, assertEquals } from "@std/assert";
import { singularValues } from "../../lib/matrix/singular_values.ts";
import { truncatedSvd } from "../../lib/matrix/truncated_svd.ts";
import { unitScale } from "../../lib/matrix/unit_scale.ts";

const SMALLEST = 2 ** -1074;

Deno.test("unitScale() rounds nothing, whatever the size", () => {
  for (const size of [SMALLEST, 3 * SMALLEST, 1e-310, 1, 0.7, 1.5e308, 0]) {
    const data = Float64Array.of(size, -size, 0);
    const { unit, exponent } = unitScale({ shape: [1, 3], data });
    const largest = unit.data[0];
    assert(size === 0 ? largest === 0 : largest >= 1 && largest < 2, `${size}`);
    assertEquals(largest * 2 ** exponent, size);
    assertEquals(unit.data[1], -largest);
  }
});

Deno.test("singularValues() and truncatedSvd() take numbers of any size", () => {
  const entries = [[-2, -8, 1], [-1, 10, 4], [3, 0, 7]];
  const expected = singularValues(entries);
  for (const exponent of [-1_060, -1_000, 0, 1_000]) {
    const scale = 2 ** exponent;
    const scaled = entries.map((row) => row.map((x) => x * scale));
    const matrix = {
      shape: [3, 3] as const,
      data: Float64Array.from(scaled.flat()),
    };
    for (
      const values of [singularValues(scaled), truncatedSvd(matrix, 3).values]
    ) {
      for (const [k, value] of values.entries()) {
        // below 2^-1022 numbers have fewer digits
        assert(Math.abs(value / scale - expected[k]) < 1e-3 * expected[k]);
      }
    }
  }
});
