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
