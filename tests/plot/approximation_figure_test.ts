import { assertEquals } from "@std/assert";
import { approximationCurve } from "../../lib/analysis/approximation_curve.ts";
import {
  approximationFigure,
  approximationTable,
} from "../../lib/plot/approximation_figure.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";
import { layer } from "../support/stacks.ts";

const fits = approximationCurve(
  [[2, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0.5]],
  [[layer(1, [2, 2], [2, 2])]],
  { restarts: 1, steps: 50, sweeps: 20 },
);

Deno.test("approximationFigure() sets errors against parameters", () => {
  const [trace] = approximationFigure({ single: fits }, "Error").data as {
    name: string;
    x: number[];
    y: number[];
  }[];
  assertEquals([trace.name, trace.x, trace.y], ["single", [8], [
    fits[0].error,
  ]]);
});

Deno.test("approximationTable() has a line a fit", () => {
  const { rows, columns } = approximationTable({ single: fits });
  assertEquals(rows.length, 1);
  assertEquals(rows[0].slice(0, 3), ["single", 8, 16]);
  assertEquals(columns.length, rows[0].length);
});

Deno.test("approximationFigure() and approximationTable() refuse fits without names", async () => {
  await assertRefusesArguments("draw fits", approximationFigure, [
    [
      [],
      "they must come by name, such as { deep: approximationCurve(…) }: got undefined",
    ],
    [
      [fits],
      "they must come by name, such as { deep: approximationCurve(…) }: got an array",
    ],
  ]);
  await assertRefusesArguments("show fits", approximationTable, [
    [
      [Promise.resolve({})],
      "they must come by name, such as { deep: approximationCurve(…) }: got a Promise",
    ],
  ]);
});
