import { assertEquals } from "@std/assert";
import type { ClassifierResult } from "../../lib/task/classifier_run.ts";
import {
  comparisonReport,
  comparisonTable,
} from "../../lib/task/comparison_report.ts";

function result(
  name: string,
  embeddingParameters: number,
  accuracy: number,
): ClassifierResult {
  return {
    name,
    embeddingParameters,
    parameters: embeddingParameters + 100,
    accuracy,
    lookup: 1.234,
    epochs: [
      { loss: 2, accuracy: accuracy / 2, seconds: 0.5 },
      { loss: 1, accuracy, seconds: 0.3 },
    ],
  };
}

const comparison = [
  [
    result("dense, width 256", 6_000, 0.9),
    result("dense, width 256", 6_000, 0.92),
  ],
  [
    result("word2ketXS, order 2, rank 1", 60, 0.88),
    result("word2ketXS, order 2, rank 1", 60, 0.88),
  ],
];

Deno.test("comparisonTable() has mean and deviation over seeds", () => {
  assertEquals(comparisonTable(comparison).rows, [
    ["dense, width 256", 6_000, "1×", 6_100, "91.0\u00a0±\u00a01.4", 0.4, 1.2],
    [
      "word2ketXS, order 2, rank 1",
      60,
      "100×",
      160,
      "88.0\u00a0±\u00a00.0",
      0.4,
      1.2,
    ],
  ]);
});

Deno.test("comparisonTable() of one seed shows no deviation", () => {
  const [dense] = comparison;
  assertEquals(comparisonTable([[dense[0]]]).rows[0][4], "90.0");
});

Deno.test("comparisonReport() draws each kind in its size and accuracy", () => {
  const { sections } = comparisonReport(comparison, {
    title: "t",
    paragraphs: [],
  });
  const [accuracy, curves, loss] = sections.flatMap(({ figure }) =>
    figure ?? []
  );
  const traces = accuracy.data as { name: string; x: number[]; y: number[] }[];
  assertEquals(traces.map(({ name, x, y }) => [name, x, y.map(Math.round)]), [
    ["word2ketXS", [60], [88]],
    ["dense, from narrow to wide", [6_000], [91]],
  ]);
  const [, first] = curves.data as { x: number[]; y: number[] }[];
  assertEquals([first.x, first.y], [[1, 2], [45, 90]]);
  assertEquals((loss.data[1] as { y: number[] }).y, [2, 1]);
});

Deno.test("comparisonReport() labels every figure", () => {
  const { sections } = comparisonReport(comparison, {
    title: "t",
    paragraphs: [],
  });
  for (const { figure } of sections) {
    if (!figure) continue;
    const layout = figure.layout as Record<string, { title: { text: string } }>;
    assertEquals(
      [layout.xaxis.title.text, layout.yaxis.title.text].includes(""),
      false,
    );
  }
});

Deno.test("comparisonReport() joins the models of a kind by size, with deviations where there are", () => {
  const wide = result("dense, width 256", 6_000, 0.9);
  const narrow = result("dense, width 16", 400, 0.8);
  const traces = (comparison: ClassifierResult[][]) => {
    const options = { title: "t", paragraphs: [] };
    const { sections } = comparisonReport(comparison, options);
    return sections[1].figure!.data as {
      x: number[];
      error_y: { visible: boolean };
    }[];
  };
  const [one] = traces([[narrow], [wide]]);
  assertEquals([one.x, one.error_y.visible], [[6_000, 400], false]);
  const [two] = traces([[wide, wide], [narrow, narrow]]);
  assertEquals([two.x, two.error_y.visible], [[6_000, 400], true]);
});
