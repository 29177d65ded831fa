import { assertEquals } from "@std/assert";
import { sinusoidalPositions } from "../../lib/model/sinusoidal_positions.ts";
import { assertAllClose } from "../support/assert_all_close.ts";

Deno.test("sinusoidalPositions() are sines and cosines of slower and slower angles", () => {
  const positions = sinusoidalPositions(3, 4);
  assertEquals(positions.shape, [3, 4]);
  assertAllClose(
    positions,
    [0, 1, 2].map((p) => [
      Math.sin(p),
      Math.sin(p / 100),
      Math.cos(p),
      Math.cos(p / 100),
    ]),
  );
});
