import { assertEquals, assertThrows } from "@std/assert";
import { spectrumFigure } from "../../lib/plot/spectrum_figure.ts";
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

Deno.test("spectrumFigure() divides by the largest value and keeps zeros visible", () => {
  const shown = spectrumFigure({ a: [4, 2, 0] }, "A spectrum");
  const [trace] = shown.data as { x: number[]; y: number[] }[];
  assertEquals(trace.x, [1, 2, 3]);
  assertEquals(trace.y, [1, 0.5, 1e-17]);
});

Deno.test("spectrumFigure() names the spectrum that has nothing to show", () => {
  const error = assertThrows(
    () => spectrumFigure({ none: [] }, ""),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot draw the spectrum none as its first value must be above 0: got undefined",
  );
});

Deno.test("spectrumFigure() marks up to 64 values", () => {
  for (const count of [64, 65]) {
    const values = new Array(count).fill(1);
    const [trace] = spectrumFigure({ values }, "t").data as { mode: string }[];
    assertEquals(trace.mode, count === 64 ? "lines+markers" : "lines");
  }
});

Deno.test("spectrumFigure() refuses what are no spectra by name", () =>
  assertRefusesArguments("draw spectra", spectrumFigure, [
    [
      [],
      "they must come by name, such as { A: singularValues(a) }: got undefined",
    ],
    [[{ A: 3 }], "A must be an array of singular values: got 3"],
  ]));
