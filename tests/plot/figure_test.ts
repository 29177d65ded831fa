import { assertEquals, assertThrows } from "@std/assert";
import { figure, type FigureText } from "../../lib/plot/figure.ts";

const TEXT = { title: "Ranks", x: "depth", y: "rank" };

Deno.test("figure() labels its axes and adds settings to them", () => {
  const { layout } = figure([{ y: [1] }], TEXT, { y: { type: "log" } });
  const { title, xaxis, yaxis } = layout as Record<
    string,
    { text?: string; title?: { text: string }; type?: string }
  >;
  assertEquals(title.text, "Ranks");
  assertEquals([xaxis.title?.text, xaxis.type], ["depth", undefined]);
  assertEquals([yaxis.title?.text, yaxis.type], ["rank", "log"]);
});

Deno.test("figure() tells the curves of a legend apart without their colours", () => {
  const [x, y] = [[1, 2], [3, 4]];
  const { data } = figure([
    { mode: "lines+markers", name: "dense", x, y },
    { mode: "markers+text", name: "compact", x, y, marker: { size: 9 } },
    { mode: "lines", name: "ceiling", x, y },
    { mode: "markers", name: "mine", x, y, marker: { symbol: "star" } },
    { mode: "lines", name: "its line", x, y, line: { dash: "dot", width: 1 } },
    { mode: "markers", x, y, name: "other", showlegend: false },
    { type: "bar", name: "share", x, y },
    { name: "short", x, y },
    { name: "long", y: Array(20).fill(1) },
    { name: "none", y: null },
  ], TEXT);
  const looks = data.map((trace) => {
    const { marker, line } = trace as { marker?: object; line?: object };
    return { ...marker, ...line };
  });
  assertEquals(looks, [
    { symbol: 0 },
    { symbol: 1, size: 9 },
    { dash: "dot" },
    { symbol: "star" },
    { dash: "dot", width: 1 },
    {},
    {},
    { symbol: 5 },
    { dash: "solid" },
    { symbol: 7 },
  ]);
});

Deno.test("figure() draws curves of one name in the legend alike", () => {
  const seeds = (name: string) =>
    [true, false].map((showlegend) => (
      { mode: "lines", name, legendgroup: name, showlegend, y: [1, 2] }
    ));
  const { data } = figure([
    ...seeds("dense"),
    ...seeds("narrow"),
    { mode: "lines", name: "narrow", showlegend: false, y: [1, 2] },
  ], TEXT);
  assertEquals(
    data.map((trace) => (trace as { line?: { dash: string } }).line?.dash),
    ["solid", "solid", "dash", "dash", undefined],
  );
});

Deno.test("figure() leaves a curve alone as it is", () => {
  const trace = { mode: "lines", name: "loss", y: [3, 2, 1] };
  assertEquals(figure([trace, { y: [1, 2] }], TEXT).data, [
    trace,
    { y: [1, 2] },
  ]);
});

Deno.test("figure() refuses traces and texts that are none", () => {
  const text = "its text must be an object of title, x and y";
  const wrong: [unknown, unknown, string][] = [
    [[{ y: [1] }], undefined, `${text}: got undefined`],
    [[{ y: [1] }], "Ranks", `${text}: got "Ranks"`],
    [{ y: [1] }, TEXT, "its data must be an array of traces: got an object"],
    [[1, 2], TEXT, "trace 0 must be an object: got 1"],
  ];
  for (const [data, text, said] of wrong) {
    const error = assertThrows(
      () => figure(data as object[], text as FigureText),
      TypeError,
    );
    assertEquals(error.message, `Cannot draw a figure as ${said}`);
  }
});
