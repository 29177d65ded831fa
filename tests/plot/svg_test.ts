import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { figure } from "../../lib/plot/figure.ts";
import { renderSvg } from "../../lib/plot/svg.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { canReadEnvironment } from "../support/permissions.ts";

const TEXT = { title: "Ranks & <ceilings>", x: "depth (layers)", y: "rank" };

/** The picture needs what jsdom reads of the environment. */
function testDrawn(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !canReadEnvironment, fn });
}

testDrawn(
  "renderSvg() draws lines with title, labels, ticks and legend",
  async () => {
    const svg = await renderSvg(figure([
      { x: [1, 2, 3], y: [3, 9, 16], name: "rank 3" },
      { x: [1, 2, 3], y: [1, 1, 1], name: "rank 1" },
    ], TEXT));
    assert(svg.startsWith("<svg") && svg.endsWith("</svg>"));
    assertStringIncludes(svg, 'width="760" height="460"');
    for (
      const text of ["depth (layers)", ">rank<", "rank 3", "rank 1", ">2<"]
    ) {
      assertStringIncludes(svg, text);
    }
    assert(!/NaN|Infinity|undefined/.test(svg), "a place that is no number");
    assertEquals(svg.match(/class="js-line"/g)?.length, 4); // two and their legend
  },
);

testDrawn("renderSvg() puts a subtitle below the title", async () => {
  const title = { text: "ranks", subtitle: { text: "of stacks" } };
  const svg = await renderSvg({ data: [{ y: [1, 2] }], layout: { title } });
  const [above, below] = ["gtitle", "gtitle-subtitle"].map((name) =>
    Number(new RegExp(`class="${name}"[^>]* y="([^"]+)"`).exec(svg)?.[1])
  );
  assert(
    above + 12 < below,
    `the title at ${above}, what is below at ${below}`,
  );
});

testDrawn("renderSvg() names the picture by the figure's title", async () => {
  const name = (svg: string) =>
    /^<svg [^>]* role="img"><title>(.*?)<\/title>/.exec(svg)?.[1];
  const traces = [{ y: [1, 2] }];
  assertEquals(
    name(await renderSvg(figure(traces, TEXT))),
    "Ranks &amp; &lt;ceilings&gt;",
  );
  const layout = { title: { text: '<b>$& $1</b><br>"two"' } };
  assertEquals(
    name(await renderSvg({ data: traces, layout })),
    "$&amp; $1 &quot;two&quot;",
  );
  assertEquals(
    name(await renderSvg({ data: traces, layout: {} })),
    "untitled figure",
  );
});

testDrawn("renderSvg() draws each type of trace that it names", async () => {
  const z = [[1, 2], [3, 4]];
  const traces: object[] = [
    { type: "bar", y: [1, 2] },
    { type: "box", y: [1, 2, 3] },
    { type: "contour", z },
    { type: "heatmap", z },
    { type: "heatmap", z, xgap: 2, ygap: 2 },
    { type: "histogram", x: [1, 1, 2] },
    { type: "histogram2d", x: [1, 1, 2], y: [1, 2, 2] },
    { type: "histogram2dcontour", x: [1, 1, 2], y: [1, 2, 2] },
    { type: "pie", values: [1, 2] },
    { type: "scatter", y: [1, 2] },
    { type: "violin", y: [1, 2, 3] },
  ];
  for (const trace of traces) {
    const svg = await renderSvg(figure([trace], TEXT));
    assert(svg.length > 2_000 && svg.endsWith("</svg>"), JSON.stringify(trace));
    assert(!/NaN|Infinity/.test(svg), JSON.stringify(trace));
  }
});

testDrawn("renderSvg() keeps a heatmap's colours as an image", async () => {
  const svg = await renderSvg(figure([{ type: "heatmap", z: [[1, 2]] }], TEXT));
  assertStringIncludes(svg, "data:image/png;base64,");
});

testDrawn("renderSvg() leaves the figure as it is", async () => {
  const shown = figure([{ y: [1, 2] }], TEXT);
  const before = JSON.stringify(shown);
  await renderSvg(shown);
  assertEquals(JSON.stringify(shown), before);
});

for (const type of ["scattergl", "heatmapgl", "surface", "scatter3d"]) {
  Deno.test(`renderSvg() refuses ${type}, which needs WebGL`, async () => {
    const error = await assertRejects(
      () => renderSvg(figure([{ y: [1] }, { type, z: [[1]] }], TEXT)),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot draw a figure as each trace's type must be one without WebGL (bar, box, contour, heatmap, histogram, histogram2d, histogram2dcontour, pie, scatter, violin): got ${type}`,
    );
  });
}

Deno.test("renderSvg() refuses what is no figure", () =>
  assertRefusesArguments("draw a figure", renderSvg, [
    [[], "it must be an object of data and layout: got undefined"],
  ]));
