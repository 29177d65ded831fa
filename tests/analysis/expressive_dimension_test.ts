import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  checkDimension,
  expressiveDimension,
} from "../../lib/analysis/expressive_dimension.ts";
import { stackParameters } from "../../lib/analysis/stack.ts";
import golden from "../golden/ranks_dimensions.json" with { type: "json" };
import { layer, randomStacks, transposed } from "../support/stacks.ts";

Deno.test("expressiveDimension() agrees with python-flint's Jacobians", () => {
  for (const { stack, dimension } of golden.cases) {
    assertEquals(expressiveDimension(stack), dimension, JSON.stringify(stack));
  }
});

Deno.test("expressiveDimension() of one layer is that of the matrices of its rank", () => {
  const side = fc.integer({ min: 1, max: 4 });
  const shapes = fc.record({
    rank: fc.integer({ min: 1, max: 6 }),
    rows: fc.tuple(side, side),
    columns: fc.tuple(side, side),
  });
  fc.assert(fc.property(shapes, ({ rank, rows, columns }) => {
    const [a, b] = [rows[0] * columns[0], rows[1] * columns[1]];
    const r = Math.min(rank, a, b);
    assertEquals(
      expressiveDimension([layer(rank, rows, columns)]),
      r * (a + b - r),
    );
  }));
});

Deno.test("expressiveDimension() of two dense layers is that of a low-rank product", () => {
  const stack = [layer(1, [12], [5]), layer(1, [5], [12])];
  assertEquals(expressiveDimension(stack), 5 * (12 + 12 - 5));
});

Deno.test("expressiveDimension() stays within parameters less scalings and the dense matrix", () => {
  fc.assert(
    fc.property(randomStacks, (stack) => {
      const scalings = stack.reduce((sum, { rank }) => sum + rank, 0) +
        stack.length - 1;
      const rows = stack[0].rowFactors.reduce((a, b) => a * b);
      const columns = stack.at(-1)!.columnFactors.reduce((a, b) => a * b);
      const dimension = expressiveDimension(stack);
      assert(dimension <= stackParameters(stack) - scalings);
      assert(dimension <= rows * columns);
      assertEquals(expressiveDimension(transposed(stack)), dimension);
    }),
    { numRuns: 40 },
  );
});

Deno.test("expressiveDimension() refuses a Jacobian past memory, with its size", () => {
  const error = assertThrows(
    () => expressiveDimension([layer(64, [32, 32], [32, 32])]),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot take the expressive dimension of a stack as [131072, 131072] must take at most 2.0 GiB: got 128.0 GiB",
  );
});

Deno.test("checkDimension() takes as many derivatives as there can be ranks, and refuses large products", () => {
  // 32,000 parameters, of which 256 entries show no more than 256: 63 MiB, not 8 GiB
  checkDimension([layer(1_000, [4, 4], [4, 4])]);
  const wide = [2 ** 14, 2 ** 14];
  const { message } = assertThrows(
    () => checkDimension([layer(1, [2, 2], wide), layer(1, wide, [2, 2])]),
    RangeError,
  );
  assertEquals(
    message,
    "Cannot take the expressive dimension of a stack as [4, 268435456] must take at most 2.0 GiB: got 8.0 GiB",
  );
});
