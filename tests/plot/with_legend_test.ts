import { assertEquals } from "@std/assert";
import { figure } from "../../lib/plot/figure.ts";
import { withLegend } from "../../lib/plot/with_legend.ts";

Deno.test("withLegend() adds a legend below the axes and keeps the rest", () => {
  const plain = figure([], { title: "a", x: "b", y: "c" });
  const { data, layout } = withLegend(plain);
  assertEquals(data, plain.data);
  const { legend, height, showlegend, ...rest } = layout as Record<
    string,
    unknown
  >;
  assertEquals([height, showlegend], [560, true]);
  assertEquals((legend as { y: number }).y < 0, true);
  const { height: _, ...before } = plain.layout as Record<string, unknown>;
  assertEquals(rest, before);
});
