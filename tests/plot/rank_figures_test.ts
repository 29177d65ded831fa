import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { rankGrowth } from "../../lib/analysis/rank_growth.ts";
import {
  dimensionCurves,
  rankCurves,
  rankGrowthTable,
  rankHeatmap,
} from "../../lib/plot/rank_figures.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

type Trace = Record<string, unknown[]> & { name: string };
const rows = rankGrowth({
  factors: [4, 4],
  ranks: [1, 3],
  depths: [1, 2, 3],
  withDimension: true,
});

Deno.test("rankHeatmap() shows each rank with its ceiling", () => {
  const [trace] = rankHeatmap(rows, "4 × 4").data as Trace[];
  assertEquals(trace.x, ["1", "2", "3"]);
  assertEquals(trace.y, ["1", "3"]);
  assertEquals(trace.z, [[1, 1, 1], [3, 9, 16]]);
  assertEquals((trace.text[1] as string[])[2], "16<br>≤ 16");
});

Deno.test("rankCurves() has a curve a rank and the ceiling", () => {
  const traces = rankCurves(rows, "4 × 4").data as Trace[];
  assertEquals(traces.map(({ name }) => name), [
    "rank 1",
    "rank 3",
    "ceiling (16)",
  ]);
  assertEquals(traces[1].y, [3, 9, 16]);
  assertEquals(traces[2].y, [16, 16]);
});

Deno.test("dimensionCurves() sets dimensions against parameters and the dense matrix", () => {
  const traces = dimensionCurves(rows, "4 × 4").data as Trace[];
  assertEquals(traces[1].x, [96, 192, 288]);
  assertEquals(traces[1].y, [87, 143, 199]);
  assert(traces.some(({ name }) => name === "dense matrix (256)"));
});

Deno.test("dimensionCurves() says where dimensions come from if there are none", () => {
  const bare = rankGrowth({ factors: [2, 2], ranks: [1], depths: [1] });
  const error = assertThrows(() => dimensionCurves(bare, "2 × 2"), RangeError);
  assertEquals(
    error.message,
    "Cannot draw dimensions as rows must have some: got 0, so pass withDimension to rankGrowth",
  );
});

Deno.test("rankGrowthTable() has a line a stack", () => {
  const table = rankGrowthTable(rows);
  assertEquals(table.rows.length, 6);
  assertEquals(table.rows[4], [3, 2, 192, 9, 9, 16, 143, 256]);
  assertEquals(table.columns.length, 8);
});

Deno.test("ranks of three factors are an unfolding's, not a number of terms", () => {
  const rows = rankGrowth({ factors: [2, 2, 2], ranks: [3], depths: [1, 2] });
  // a product of two has up to 9 terms, the unfolding 4 rows
  assertEquals(rows.map(({ kroneckerRank }) => kroneckerRank), [3, 4]);
  assertEquals(rankGrowthTable(rows).columns[3], "rank of the first unfolding");
  for (const figure of [rankHeatmap, rankCurves]) {
    const { title } = figure(rows, "2 × 2 × 2").layout as {
      title: { text: string };
    };
    assertMatch(title.text, /rank of the first unfolding/i);
    const said = JSON.stringify(figure(rows, "2 × 2 × 2"));
    assert(!/Kronecker/.test(said), said);
  }
});

Deno.test("rankCurves() and dimensionCurves() go by depth, however the rows come", () => {
  const mixed = rankGrowth({
    factors: [4, 4],
    ranks: [3, 1],
    depths: [3, 1, 2],
    withDimension: true,
  });
  const data = (figure: { data: readonly object[] }) => figure.data;
  assertEquals(
    data(rankCurves(mixed, "4 × 4")),
    data(rankCurves(rows, "4 × 4")),
  );
  assertEquals(
    data(dimensionCurves(mixed, "4 × 4")),
    data(dimensionCurves(rows, "4 × 4")),
  );
});

Deno.test("rankHeatmap() leaves a cell empty where no stack was counted", () => {
  const some = rows.filter(({ rank, depth }) => rank === 1 || depth < 3);
  const [trace] = rankHeatmap(some, "4 × 4").data as Trace[];
  assertEquals(trace.z, [[1, 1, 1], [3, 9, null]]);
});

Deno.test("rankCurves() marks powers of two up to the ceiling", () => {
  const { layout } = rankCurves(rows, "4 × 4");
  const { yaxis } = layout as { yaxis: { tickvals: number[] } };
  assertEquals(yaxis.tickvals, [1, 2, 4, 8, 16]);
});

Deno.test("figures and tables of ranks refuse what are no rows", async () => {
  await assertRefusesArguments("show ranks", rankGrowthTable, [
    [[], "rows must be what rankGrowth() answers: got undefined"],
  ]);
  await assertRefusesArguments("draw ranks", rankHeatmap, [
    [["4 × 4"], 'rows must be what rankGrowth() answers: got "4 × 4"'],
  ]);
  await assertRefusesArguments("draw ranks", rankCurves, [
    [[{}], "rows must be what rankGrowth() answers: got an object"],
  ]);
  await assertRefusesArguments("draw dimensions", dimensionCurves, [
    [[4], "rows must be what rankGrowth() answers: got 4"],
  ]);
});

Deno.test("figures of ranks refuse a title without a split", async () => {
  const said = 'split must be a string such as "8 × 8": got undefined';
  await assertRefusesArguments("draw ranks", rankHeatmap, [[[rows], said]]);
  await assertRefusesArguments("draw ranks", rankCurves, [[[rows], said]]);
  await assertRefusesArguments("draw dimensions", dimensionCurves, [
    [[rows], said],
    [[rows, [4, 4]], said.replace("undefined", "an array")],
  ]);
});

Deno.test("rankCurves() draws no ceiling that nothing has come to", () => {
  const curves = (depths: number[]) =>
    rankCurves(rankGrowth({ factors: [4, 4], ranks: [2], depths }), "4 × 4");
  const names = (depths: number[]) =>
    curves(depths).data.map((trace) => (trace as { name: string }).name);
  assertEquals(names([1, 2]), ["rank 2"]);
  assertEquals(names([1, 2, 3, 4, 5]), ["rank 2", "ceiling (16)"]);
  const title = (depths: number[]) =>
    (curves(depths).layout as { title: { text: string } }).title.text
      .replaceAll("<br>", " ");
  const said = "Each 4 × 4 layer multiplies the Kronecker rank";
  assertEquals(title([1, 2]), said);
  assertEquals(title([1, 2, 3, 4, 5]), `${said} until it saturates`);
  const { message } = assertThrows(() => rankCurves([], "4"), RangeError);
  assertEquals(message, "Cannot draw ranks as there must be a row: got none");
});
