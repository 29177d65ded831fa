import { checkObject } from "../error/check_object.ts";
import { displayFigure } from "./display.ts";

/**
 * A plotly figure as plain JSON: what plotly.js, a notebook and a report show.
 *
 * @see https://plotly.com/javascript/reference/
 */
export interface Figure {
  /** Traces, each with its `type` (`"scatter"` when it names none). */
  readonly data: readonly object[];
  /** Title, axes, legend and size. */
  readonly layout: object;
}

/**
 * Eight colours that readers with any colour vision can tell apart.
 *
 * @see Okabe and Ito, "Color Universal Design", 2008.
 */
export const PALETTE: readonly string[] = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#000000",
  "#F0E442",
];

/** Dashes of lines, in the order in which the palette gives colours. */
const DASHES: readonly string[] = [
  "solid",
  "dash",
  "dot",
  "dashdot",
  "longdash",
  "longdashdot",
];

/** What a figure says about itself: every chart states what is seen, and in which unit. */
export interface FigureText {
  /** What is seen, as a sentence. */
  readonly title: string;
  /** Label of the horizontal axis, with its unit. */
  readonly x: string;
  /** Label of the vertical axis, with its unit. */
  readonly y: string;
}

/** Axis settings of plotly, such as `{ type: "log" }`. */
export type AxisSettings = Readonly<Record<string, unknown>>;

/**
 * A figure in the house style: labelled, white, in colours that all can tell apart.
 *
 * In grey print those colours are alike. So curves that the legend names have symbols of
 * their own, or dashes where they have no markers, unless a trace says which it takes.
 *
 * @param data Traces of plotly.
 * @param text Title and axis labels.
 * @param axes Further settings of the two axes.
 * @returns The figure, 760 by 460 pixels; notebooks show it.
 * @throws {TypeError} If the data is no array of traces, or the text no object.
 */
export function figure(
  data: readonly object[],
  text: FigureText,
  axes: { x?: AxisSettings; y?: AxisSettings } = {},
): Figure {
  const needed = "an object of title, x and y";
  checkObject("draw a figure", "its text", text, needed);
  const { title, x, y } = text;
  const axis = (label: string, settings?: AxisSettings) => ({
    title: { text: label, standoff: 12 },
    automargin: true,
    gridcolor: "#E5E5E5",
    linecolor: "#444444",
    ticks: "outside",
    zeroline: false,
    ...settings,
  });
  return displayFigure({
    data: Array.isArray(data) ? toldApart(data) : data,
    layout: {
      title: { text: title, font: { size: 15 }, x: 0.02, xanchor: "left" },
      font: { family: "Helvetica, Arial, sans-serif", size: 12 },
      colorway: [...PALETTE],
      paper_bgcolor: "white",
      plot_bgcolor: "white",
      width: 760,
      height: 460,
      margin: { l: 64, r: 24, t: 56, b: 56 },
      xaxis: axis(x, axes.x),
      yaxis: axis(y, axes.y),
    },
  });
}

/** Gives each curve of the legend, and those it stands for, the next symbol or dash. */
function toldApart(data: readonly object[]): readonly object[] {
  const named: readonly Curve[] = data.filter(isNamedCurve);
  return named.length < 2 ? data : data.map((trace: Curve) => {
    const place = named.findIndex((one) =>
      one === trace || standsFor(one, trace)
    );
    if (place < 0) return trace;
    const { line, marker } = trace;
    return hasMarkers(trace)
      ? { ...trace, marker: { symbol: place, ...marker } }
      : { ...trace, line: { dash: DASHES[place % DASHES.length], ...line } };
  });
}

interface Curve {
  readonly type?: string;
  readonly mode?: string;
  readonly name?: string;
  readonly legendgroup?: string;
  readonly showlegend?: boolean;
  readonly y?: readonly unknown[] | null;
  readonly line?: object;
  readonly marker?: object;
}

function isNamedCurve(trace: Curve | null): boolean {
  return (trace?.type ?? "scatter") === "scatter" && !!trace?.name &&
    trace.showlegend !== false;
}

/** Whether a curve of the legend stands for one that is left out, as another seed is. */
function standsFor(one: Curve, other: Curve | null): boolean {
  return other?.showlegend === false && !!other.legendgroup &&
    other.legendgroup === one.legendgroup && other.name === one.name;
}

/** Whether plotly.js draws markers; by itself it does below 20 points. */
function hasMarkers({ mode, y }: Curve): boolean {
  return mode?.includes("markers") ?? (y?.length ?? 0) < 20;
}
