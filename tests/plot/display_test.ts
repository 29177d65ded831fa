import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { displayBundle, withDisplay } from "../../lib/convert/with_display.ts";
import { tf } from "../../lib/engine/tf.ts";
import { displayFigure, displayTable } from "../../lib/plot/display.ts";
import { type Figure, figure } from "../../lib/plot/figure.ts";
import { reportHtml } from "../../lib/plot/report.ts";
import type { Table } from "../../lib/plot/table.ts";
import { canReadEnvironment } from "../support/permissions.ts";

type Shown = Record<symbol, () => Promise<Record<string, unknown>>>;
const DISPLAY = Symbol.for("Jupyter.display");
const shown = figure([{ y: [1, 2] }], {
  title: "Ranks",
  x: "depth",
  y: "rank",
});

Deno.test({
  name: "displayFigure() gives a notebook the figure, a picture and words",
  ignore: !canReadEnvironment,
  fn: async () => {
    const bundle = await (displayFigure(shown) as unknown as Shown)[DISPLAY]();
    assertEquals(bundle["application/vnd.plotly.v1+json"], { ...shown });
    assertStringIncludes(bundle["image/svg+xml"] as string, "<svg");
    assertEquals(bundle["text/plain"], "Figure: Ranks (1 trace; depth, rank)");
  },
});

Deno.test("displayFigure() changes nothing that JSON or a loop sees", () => {
  const displayed = displayFigure(shown);
  assertEquals(JSON.stringify(displayed), JSON.stringify(shown));
  assertEquals(Object.keys(displayed), ["data", "layout"]);
});

Deno.test("displayTable() gives a notebook HTML and plain text", async () => {
  const table = displayTable({ columns: ["a"], rows: [[1]] });
  const bundle = await (table as unknown as Shown)[DISPLAY]();
  assertStringIncludes(bundle["text/html"] as string, "<td");
  assertEquals(bundle["text/plain"], "a\n1");
});

Deno.test("displayTable() gives a notebook the first rows of many, a report all", async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => [i, `word ${i}`]);
  const table = displayTable({ columns: ["id", "word"], rows });
  const bundle = await (table as unknown as Shown)[DISPLAY]();
  const html = bundle["text/html"] as string;
  assertEquals(html.match(/<tr>/g)?.length, 1_001);
  assertStringIncludes(html, "</table><p>and 19,000 more rows</p>");
  const lines = (bundle["text/plain"] as string).split("\n");
  assertEquals(lines.slice(-2), ["999  word 999", "and 19,000 more rows"]);
  const sections = [{ heading: "Words", table }];
  const page = await reportHtml({ title: "Words", sections });
  assertStringIncludes(page, "word 19999</td>");
});

Deno.test("displayFigure() names the axes that there are, and no others", async () => {
  const bare = { data: [{}, {}], layout: { title: { text: "Bare" } } };
  const shown = displayFigure(bare) as unknown as Shown;
  const text = canReadEnvironment && (await shown[DISPLAY]())["text/plain"];
  if (text !== false) assertEquals(text, "Figure: Bare (2 traces)");
});

Deno.test("displayFigure() and reports hold typed arrays as arrays", async () => {
  const trace = {
    type: "heatmap",
    x: Float32Array.of(1, 2),
    z: [Float64Array.of(1, 2), [3, 4]],
    marker: { size: Int32Array.of(5) },
  };
  const expected = [{
    type: "heatmap",
    x: [1, 2],
    z: [[1, 2], [3, 4]],
    marker: { size: [5] },
  }];
  const shown = displayFigure({ data: [trace], layout: {} });
  assertEquals(JSON.parse(JSON.stringify(shown.data)), expected);
  const page = await reportHtml({
    title: "Typed",
    sections: [{ heading: "One", figure: { data: [trace], layout: {} } }],
  });
  assertStringIncludes(page, JSON.stringify(expected));
});

Deno.test("displayFigure() and displayTable() say the same in words to console.log", () => {
  assertEquals(Deno.inspect(shown), "Figure: Ranks (1 trace; depth, rank)");
  const table = displayTable({ columns: ["a", "b"], rows: [[1, "x"]] });
  assertEquals(Deno.inspect(table), "a  b\n1  x");
});

Deno.test("displayFigure() refuses what is no figure", () => {
  const wrong: [unknown, string][] = [
    [undefined, "it must be an object of data and layout: got undefined"],
    [[{ y: [1] }], "it must be an object of data and layout: got an array"],
    [
      { data: { y: [1] }, layout: {} },
      "its data must be an array of traces: got an object",
    ],
    [{ data: [{}, 2], layout: {} }, "trace 1 must be an object: got 2"],
    [{ data: [] }, "its layout must be an object: got undefined"],
    [
      { data: [{}, { y: tf.tensor1d([1, 2]) }], layout: {} },
      "y of trace 1 must be an array, as arraySync() of a tensor gives: got a Tensor",
    ],
    [
      { data: [{ z: Promise.resolve([[1]]) }], layout: {} },
      "z of trace 0 must be an array, as arraySync() of a tensor gives: got a Promise",
    ],
  ];
  for (const [figure, said] of wrong) {
    const error = assertThrows(
      () => displayFigure(figure as Figure),
      TypeError,
    );
    assertEquals(error.message, `Cannot draw a figure as ${said}`);
  }
});

Deno.test("displayTable() refuses what is no table", () => {
  const object =
    'it must be an object such as { columns: ["a", "b"], rows: [[1, 2]] }';
  const wrong: [unknown, string][] = [
    [[[1, 2]], `${object}: got an array`],
    [undefined, `${object}: got undefined`],
    [{ columns: ["a"] }, "its rows must be an array: got undefined"],
    [{ columns: "a", rows: [] }, 'its columns must be an array: got "a"'],
    [{ columns: ["a"], rows: [[1], 2] }, "row 1 must be an array: got 2"],
  ];
  for (const [table, said] of wrong) {
    const error = assertThrows(() => displayTable(table as Table), TypeError);
    assertEquals(error.message, `Cannot show a table as ${said}`);
  }
});

Deno.test("withDisplay() takes another display for the same value", () => {
  const value = withDisplay({}, () => ({ "text/plain": "a" }));
  withDisplay(value, () => ({ "text/plain": "b" }));
  assertEquals(displayBundle(value), { "text/plain": "b" });
});
