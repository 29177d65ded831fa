import { assertEquals } from "@std/assert";
import {
  meanAndDeviation,
  meanText,
} from "../../lib/task/mean_and_deviation.ts";

Deno.test("meanAndDeviation() divides by one less than the number of values", () => {
  assertEquals(meanAndDeviation([1, 3]), { mean: 2, deviation: Math.SQRT2 });
  assertEquals(meanAndDeviation([5]), { mean: 5, deviation: 0 });
});

Deno.test("meanText() gives no deviation of a single value", () => {
  assertEquals(meanText([1, 3], 1), "2.0\u00a0±\u00a01.4");
  assertEquals(meanText([46.12], 1), "46.1");
});
