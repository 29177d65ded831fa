import { assertEquals } from "@std/assert";
import {
  stackMultiplyAdds,
  stackParameters,
} from "../../lib/analysis/stack.ts";
import { layer } from "../support/stacks.ts";

Deno.test("stackParameters() counts every factor of every term", () => {
  const stack = [layer(2, [3, 4], [5, 6]), layer(1, [30], [7])];
  assertEquals(stackParameters(stack), 2 * (15 + 24) + 210);
});

Deno.test("stackMultiplyAdds() is the known cost of order 2", () => {
  // first factor first: r (m_1 N + n_2 M), of the two orders the cheaper
  const cost = (rank: number, rows: number[], columns: number[]) =>
    stackMultiplyAdds([layer(rank, rows, columns)]) / 256 ** 2;
  assertEquals(cost(8, [16, 16], [16, 16]), 1);
  assertEquals(cost(8, [32, 8], [8, 32]), 0.5);
  assertEquals(cost(8, [64, 4], [4, 64]), 0.25);
  assertEquals(cost(8, [8, 32], [32, 8]), 0.5); // last factor first
});
