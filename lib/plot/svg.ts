import { checkFigure } from "./check_figure.ts";
import { escapeHtml } from "./escape_html.ts";
import type { Figure } from "./figure.ts";
import { figureTitle } from "./figure_title.ts";
import { PixelCanvas } from "./pixel_canvas.ts";
import { type SvgNode, textBox } from "./text_box.ts";

/** Trace types that are drawn without WebGL, which a picture has not. */
const DRAWN: ReadonlySet<string> = new Set([
  "bar",
  "box",
  "contour",
  "heatmap",
  "histogram",
  "histogram2d",
  "histogram2dcontour",
  "pie",
  "scatter",
  "violin",
]);

/**
 * A figure as a static picture, drawn by plotly.js inside Deno without a browser, for
 * which it needs `--allow-env` and Deno 2.8 or later.
 *
 * @param figure The figure; `layout.width` and `layout.height` give its size in
 *   pixels, default 760 by 460.
 * @returns An SVG document, whose accessible name is the figure's title.
 * @throws {RangeError} If a trace needs WebGL (`scattergl`, `surface`, …) or is of
 *   another type that can't be drawn.
 * @throws {TypeError} If it is no figure: data, an array of traces, and a layout.
 */
export async function renderSvg(figure: Figure): Promise<string> {
  checkFigure(figure);
  for (const trace of figure.data) {
    const { type = "scatter" } = trace as { type?: string };
    if (!DRAWN.has(type)) {
      throw new RangeError(
        `Cannot draw a figure as each trace's type must be one without WebGL (${
          [...DRAWN].join(", ")
        }): got ${type}`,
      );
    }
  }
  const { window, plotly } = await start();
  const target = window.document.createElement("div");
  const { width = 760, height = 460 } = figure.layout as Partial<Size>;
  try {
    // a copy, as plotly.js writes its defaults into what it is given
    const { data, layout } = structuredClone(figure);
    await plotly.newPlot(target, data, { ...layout, width, height }, {
      staticPlot: true,
    });
    const format = { format: "svg", width, height, imageDataOnly: true };
    return named(await plotly.toImage(target, format), figure);
  } finally {
    plotly.purge(target);
  }
}

/** The picture with a name that screen readers say, the figure's title. */
function named(svg: string, { layout }: Figure): string {
  const title = escapeHtml(figureTitle(layout) || "untitled figure");
  return svg.replace(
    /^(<svg\b(?:"[^"]*"|[^">])*)>/,
    (_, begin) => `${begin} role="img"><title>${title}</title>`,
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Plotly {
  newPlot(
    target: unknown,
    data: readonly object[],
    layout: object,
    config: object,
  ): Promise<unknown>;
  toImage(target: unknown, format: object): Promise<string>;
  purge(target: unknown): void;
}

/** The part of a canvas element that plotly.js's heatmaps use. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  pixels?: PixelCanvas;
}

interface Page {
  // deno-lint-ignore no-explicit-any -- a whole browser's window
  readonly window: any;
  readonly plotly: Plotly;
}

let page: Promise<Page> | undefined;

/** The page without a screen that plotly.js draws on; one serves all figures. */
function start(): Promise<Page> {
  page ??= open();
  return page;
}

async function open(): Promise<Page> {
  const [{ JSDOM }, { default: source }] = await Promise.all([
    import("jsdom"),
    import("plotly.js-cartesian-dist-min/plotly-cartesian.min.js", {
      with: { type: "text" },
    }),
  ]);
  const { window } = new JSDOM("<!doctype html>", {
    runScripts: "outside-only",
  });
  // what jsdom lacks: it lays nothing out and has no canvas
  const { SVGElement, HTMLCanvasElement, URL } = window;
  Object.assign(SVGElement.prototype, {
    getBBox(this: SvgNode) {
      return textBox(this, true);
    },
    getBoundingClientRect(this: SvgNode) {
      return textBox(this);
    },
    getTotalLength: () => 0, // of a violin's outline, for a pointer that never comes
  });
  Object.assign(HTMLCanvasElement.prototype, {
    getContext(this: Canvas) {
      return this.pixels = new PixelCanvas(this.width, this.height);
    },
    toDataURL(this: Canvas) {
      return this.pixels?.toDataUrl() ?? "";
    },
  });
  URL.createObjectURL = () => "";
  window.eval(source);
  return { window, plotly: window.Plotly };
}
