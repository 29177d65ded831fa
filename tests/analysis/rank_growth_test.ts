import { assertEquals, assertThrows } from "@std/assert";
import { rankGrowth } from "../../lib/analysis/rank_growth.ts";
import { ShapeError } from "../../lib/error/shape_error.ts";
import golden from "../golden/kron_rank_products.json" with { type: "json" };

Deno.test("rankGrowth() agrees with the golden products of square factors", () => {
  for (const { p, q, rank, kron_rank_of_product_after_1_2_3_4 } of golden) {
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
