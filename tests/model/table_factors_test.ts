import { assertEquals } from "@std/assert";
import { tableFactors } from "../../lib/model/table_factors.ts";

const SIZES = { inputDim: 30, outputDim: 12 };

Deno.test("tableFactors() balances both sizes unless it is told otherwise", () => {
  assertEquals(tableFactors(SIZES, { rank: 2 }), {
    inputFactors: [5, 6],
    outputFactors: [3, 4],
  });
  assertEquals(tableFactors(SIZES, { rank: 2, objective: "lowRank" }), {
    inputFactors: [30, 1],
    outputFactors: [1, 12],
  });
});

Deno.test("tableFactors() keeps what is given", () => {
  const given = {
    rank: 2,
    objective: "lowRank",
    inputFactors: [2, 15],
  } as const;
  assertEquals(tableFactors(SIZES, given), {
    inputFactors: [2, 15],
    outputFactors: [1, 12],
  });
});
