import { assertEquals } from "@std/assert";
import { analyseModel } from "../../lib/analysis/analyse_model.ts";
import { tf } from "../../lib/engine/tf.ts";
import { KroneckerDense } from "../../lib/layer/kronecker_dense.ts";
import { analysisTable } from "../../lib/plot/analysis_table.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

function model(): tf.LayersModel {
  return tf.sequential({
    layers: [1, 2].map((seed) =>
      new KroneckerDense({
        units: 16,
        rank: 2,
        seed,
        name: `k${seed}`,
        inputShape: [16],
      })
    ),
  });
}

/** With spaces that no line breaks at. */
const EVEN = "(4,\u00a04)\u00a0×\u00a0(4,\u00a04)";

Deno.test("analysisTable() has the ranks of each kernel and of their product", () => {
  const { rows } = analysisTable(analyseModel(model()));
  // kernel, shape, own and dense parameters, rank, then Kronecker rank and split
  assertEquals(
    rows.map((row) => [...row.slice(0, 5), row[6], row[8]]),
    [
      ["k1", "16 × 16", 64, 256, 16, 2, EVEN],
      ["k2", "16 × 16", 64, 256, 16, 2, EVEN],
      ["k1 · k2", "16 × 16", 128, 256, 16, 4, EVEN],
    ],
  );
});

Deno.test("analysisTable() calls the rank of three factors that of an unfolding", () => {
  const ofOrder = (order: number) => {
    const layer = new KroneckerDense({
      units: 27,
      rank: 2,
      order,
      inputShape: [27],
    });
    const model = tf.sequential({ layers: [layer] });
    return analysisTable(analyseModel(model)).columns.slice(6, 8);
  };
  assertEquals(ofOrder(2), ["Kronecker rank", "effective Kronecker rank"]);
  assertEquals(ofOrder(3), [
    "rank of the first unfolding",
    "effective rank of the first unfolding",
  ]);
});

Deno.test("analysisTable() has dashes where a kernel was too large to look into", () => {
  const { rows } = analysisTable(analyseModel(model(), { mostEntries: 255 }));
  assertEquals(rows[0].slice(4, 8), ["–", "–", "–", "–"]);
});

Deno.test("analysisTable() has effective ranks with one digit behind the point", () => {
  const { rows } = analysisTable(analyseModel(model()));
  for (const row of rows) {
    for (const rank of [row[5], row[7]] as number[]) {
      assertEquals(rank, Math.round(10 * rank) / 10);
    }
  }
});

Deno.test("analysisTable() refuses what is no analysis", () =>
  assertRefusesArguments("show an analysis", analysisTable, [
    [[], "it must be what analyseModel() answers: got undefined"],
    [[model()], "it must be what analyseModel() answers: got a Sequential"],
  ]));
