import { assertEquals } from "@std/assert";
import { factoredText } from "../../lib/plot/factored_text.ts";

Deno.test("factoredText() tells what was given, and the order that holds without", () => {
  assertEquals(factoredText({ rank: 2 }), "rank 2, order 2");
  assertEquals(
    factoredText({
      rank: 1,
      order: 3,
      objective: "lowRank",
      outputFactors: [2, 3, 4],
    }),
    "rank 1, order 3, objective lowRank, outputFactors [2, 3, 4]",
  );
});
