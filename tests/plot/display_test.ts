import { assertEquals, assertStringIncludes } from "@std/assert";
import { displayFigure, displayTable } from "../../lib/plot/display.ts";
import { figure } from "../../lib/plot/figure.ts";
import { reportHtml } from "../../lib/plot/report.ts";
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
    assertEquals(bundle["text/plain"], "Figure: Ranks (1 traces; depth, rank)");
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
