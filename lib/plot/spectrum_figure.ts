import { checkList } from "../error/check_list.ts";
import { checkNamed } from "../error/check_named.ts";
import { type Figure, figure, PALETTE } from "./figure.ts";

/** Places that the axis names in full; by itself it would write 20 as a small 2. */
const PLACES = [1, 10, 100, 1_000].flatMap((ten) => [ten, 2 * ten, 5 * ten]);

/** Singular values below this share of the largest are drawn at it, as rounding. */
const FLOOR = 1e-17;

/**
 * Singular values on logarithmic axes, each spectrum divided by its largest value.
 *
 * @param spectra Singular values, the largest first, by name.
 * @param title What is seen, as a sentence.
 * @returns A figure; notebooks show it.
 * @throws {RangeError} If a spectrum is empty or begins with 0.
 * @throws {TypeError} If spectra do not come by name, or one is no array.
 */
export function spectrumFigure(
  spectra: Readonly<Record<string, readonly number[]>>,
  title: string,
): Figure {
  checkNamed("draw spectra", spectra, "{ A: singularValues(a) }");
  const traces = Object.entries(spectra).map(([name, values], i) => {
    checkList("draw spectra", name, values, "an array of singular values");
    if (!(values[0] > 0)) {
      throw new RangeError(
        `Cannot draw the spectrum ${name} as its first value must be above 0: got ${
          values[0]
        }`,
      );
    }
    return {
      type: "scatter",
      mode: values.length > 64 ? "lines" : "lines+markers",
      name,
      x: values.map((_, place) => place + 1),
      y: values.map((value) => Math.max(FLOOR, value / values[0])),
      line: { color: PALETTE[i % PALETTE.length] },
      marker: { symbol: i, size: 6 },
    };
  });
  return figure(traces, {
    title,
    x: "place of the singular value (1 = largest)",
    y: "singular value (share of the largest)",
  }, {
    x: { type: "log", tickvals: PLACES, minor: { showgrid: false } },
    y: { type: "log", nticks: 8, exponentformat: "power" },
  });
}
