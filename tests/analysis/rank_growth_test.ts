import { assertEquals, assertThrows } from "@std/assert";
import { evenStack, rankGrowth } from "../../lib/analysis/rank_growth.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import golden from "../golden/kron_rank_products.json" with { type: "json" };
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("rankGrowth() agrees with the golden products of square factors", () => {
  for (const product of golden.products) {
    const { p, q, rank, kron_rank_of_product_after_1_2_3_4 } = product;
    const rows = rankGrowth({
      factors: [p, q],
      ranks: [rank],
      depths: [1, 2, 3, 4],
    });
    assertEquals(
      rows.map((row) => row.kroneckerRank),
      kron_rank_of_product_after_1_2_3_4,
    );
    assertEquals(
      rows.map((row) => row.bound),
      rows.map((row) => row.kroneckerRank),
    );
  }
});

Deno.test("rankGrowth() takes several splits in turn", () => {
  const rows = rankGrowth({
    factors: [[4, 16], [16, 4]],
    ranks: [1],
    depths: [1, 2, 3, 4],
  });
  assertEquals(rows.map((row) => row.kroneckerRank), [1, 4, 16, 64]);
  assertEquals(rows.map((row) => row.parameters), [272, 544, 816, 1_088]);
});

Deno.test("rankGrowth() refuses splits of several sizes, whatever the depth", () => {
  for (const depth of [1, 2]) {
    assertThrows(
      () =>
        rankGrowth({
          factors: [[2, 2], [3, 2]],
          ranks: [1],
          depths: [depth],
        }),
      ShapeError,
      "Cannot sweep ranks as shape must be [4, columns] in layer 1, as layer 0 has 4 columns: got [6, 6]",
    );
  }
});

Deno.test("rankGrowth() counts the stacks that are done", () => {
  let count = 0;
  const rows = rankGrowth({
    factors: [2, 2],
    ranks: [1, 2],
    depths: [1, 2, 3],
    onStack: () => count++,
  });
  assertEquals([rows.length, count], [6, 6]);
});

Deno.test("rankGrowth() refuses a depth of 0", () => {
  const error = assertThrows(
    () => rankGrowth({ factors: [2, 2], ranks: [1], depths: [1, 0] }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot sweep ranks as each of depths must be an integer >= 1: got 0",
  );
});

Deno.test("rankGrowth() refuses an empty sweep", () => {
  const error = assertThrows(
    () => rankGrowth({ factors: [2, 2], ranks: [], depths: [1] }),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot sweep ranks as length of ranks must be an integer >= 1: got 0",
  );
});

Deno.test("rankGrowth() refuses an empty split", () => {
  assertEquals(
    assertThrows(
      () => rankGrowth({ factors: [], ranks: [1], depths: [1] }),
      RangeError,
    ).message,
    "Cannot sweep ranks as length of factors must be an integer >= 1: got 0",
  );
});

Deno.test("rankGrowth() refuses what is no sweep", async () => {
  const config = { factors: [2, 2], ranks: [1], depths: [1] };
  await assertRefusesArguments("sweep ranks", rankGrowth, [
    [[], "its options must be an object: got undefined"],
    [[{ ...config, depths: 3 }], "depths must be an array of numbers: got 3"],
    [
      [{ ...config, withDimensions: true }],
      "each option must be one of factors, ranks, depths, withDimension, onStack, seed: got withDimensions (did you mean withDimension?)",
    ],
  ]);
});

Deno.test("evenStack() refuses what is no split and no depth", async () => {
  await assertRefusesArguments("make a stack", evenStack, [
    [[4], "factors must be an array of numbers: got 4"],
  ]);
  assertEquals(
    assertThrows(() => evenStack([2], 1, undefined as never), RangeError)
      .message,
    "Cannot make a stack as depth must be an integer >= 1: got undefined",
  );
});

Deno.test("rankGrowth() refuses no stack for a dimension that nobody asked for", () => {
  // the Jacobian would take 8 GiB
  const [row] = rankGrowth({ factors: [16, 16], ranks: [64], depths: [1] });
  assertEquals([row.kroneckerRank, row.matrixRank], [64, 256]);
  assertEquals("dimension" in row, false);
});
