import { assertAlmostEquals, assertEquals } from "@std/assert";
import { differenceTable } from "../../lib/task/difference_table.ts";
import { RESULTS, SENTENCES } from "../support/reproduction.ts";

Deno.test("differenceTable() compares sentences of the seeds that both have", () => {
  const options = {
    baseline: "dense",
    references: { test: SENTENCES.references, "large test": [] },
  };
  const { columns, rows } = differenceTable(RESULTS, options);
  assertEquals(rows.length, 1);
  assertEquals(rows[0].length, columns.length);
  const [model, pairs, seeds, difference, interval, share] = rows[0];
  assertEquals(model, "Shapeshifter");
  assertEquals([pairs, seeds], ["test, greedy", 1]); // dense has no second seed
  const [low, high] = String(interval).split("\u00a0to\u00a0").map(Number);
  assertEquals(low <= Number(difference) && Number(difference) <= high, true);
  assertEquals(Number(difference) > 0, true);
  const [, percent] = /^(\S+)\s\(\S+\sto\s\S+\)$/.exec(String(share))!;
  const base = 100 - Number(difference); // its translations are right
  assertAlmostEquals(Number(percent), 100 * Number(difference) / base, 0.1);
  assertEquals(differenceTable(RESULTS.slice(1), options).rows, []);
});

Deno.test("differenceTable() scores without tokenization, as the results are", () => {
  const options = {
    baseline: "dense",
    references: { test: ["b c d a . b"], "large test": [] },
  };
  const [whole, other] = [false, true].map((right) =>
    differenceTable(
      RESULTS.map((result) => ({
        ...result,
        hypotheses: [
          right && result.model !== "dense" ? "b c d a . b" : "b c d a.b",
        ],
      })),
      options,
    ).rows[0][3]
  );
  assertEquals(whole, "0.00");
  assertEquals(Number(other) > 50, true); // equal by 13a
});

Deno.test("differenceTable() has a row for each search whose translations were kept", () => {
  const { references } = SENTENCES;
  const large = (beams: number, hypotheses: readonly string[]) => ({
    part: "large test" as const,
    beams,
    bleu: 40,
    chrf: 60,
    hypotheses,
  });
  const results = RESULTS.map(({ others, ...result }) => ({
    ...result,
    others: [
      ...others,
      large(1, references),
      large(4, result.model === "dense" ? references.toReversed() : references),
    ],
  }));
  const { rows } = differenceTable(results, {
    baseline: "dense",
    references: { test: references, "large test": references },
  });
  assertEquals(rows.map((row) => row[1]), [
    "test, greedy",
    "large test, greedy",
    "large test, 4 beams",
  ]);
  assertEquals(rows[1][3], "0.00");
  assertEquals(Number(rows[2][3]) > 50, true);
});
