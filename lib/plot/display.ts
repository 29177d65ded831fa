import type { Figure } from "./figure.ts";
import { plain } from "./plain.ts";
import { renderSvg } from "./svg.ts";
import { type Table, tableHtml, tableText } from "./table.ts";

/** Under this symbol Deno's Jupyter kernel looks for what to show of a value. */
const DISPLAY = Symbol.for("Jupyter.display");

/**
 * A figure that shows itself in a notebook: interactive where plotly is installed, as
 * a picture elsewhere.
 *
 * @param figure The figure.
 * @returns The same data and layout, with what a notebook asks for.
 */
export function displayFigure({ data, layout, ...rest }: Figure): Figure {
  const figure = { data: plain(data), layout, ...rest };
  return withDisplay({ ...figure }, async () => ({
    "application/vnd.plotly.v1+json": { ...figure },
    "image/svg+xml": await renderSvg(figure),
    "text/plain": figureText(figure),
  }));
}

/**
 * A table that shows itself in a notebook, as HTML and as plain text.
 *
 * @param table The table.
 * @returns The same columns and rows, with what a notebook asks for.
 */
export function displayTable(table: Table): Table {
  return withDisplay({ ...table }, () => ({
    "text/html": tableHtml(table),
    "text/plain": tableText(table),
  }));
}

/** What a notebook shows of a value, by media type. */
export type Bundle = Readonly<Record<string, unknown>>;

/**
 * Hangs a display method on an object, where loops over its keys don't see it.
 *
 * @param value The object, or a prototype.
 * @param display Answers what to show; called on the object.
 * @returns The object.
 */
export function withDisplay<T extends object>(
  value: T,
  display: (this: T) => Bundle | Promise<Bundle>,
): T {
  return Object.defineProperty(value, DISPLAY, {
    value: display,
    configurable: true,
    writable: true,
  });
}

/**
 * What a notebook shows of a value that has a display.
 *
 * @param value A figure, a table, a layer, a model or its summary.
 * @returns Its bundle.
 */
export function displayBundle(value: object): Bundle | Promise<Bundle> {
  return (value as Record<symbol, () => Bundle | Promise<Bundle>>)[DISPLAY]();
}

/** A figure in words: its title and its axes. */
function figureText({ data, layout }: Figure): string {
  const { title, xaxis, yaxis } = layout as Partial<Record<string, Titled>>;
  const text = (titled: Titled | undefined) =>
    titled?.title?.text ?? titled?.text;
  const axes = [text(xaxis), text(yaxis)].filter((label) => label);
  return `Figure: ${text(title) ?? "untitled"} (${
    [`${data.length} traces`, ...axes.length > 0 ? [axes.join(", ")] : []]
      .join("; ")
  })`;
}

interface Titled {
  readonly text?: string;
  readonly title?: { readonly text?: string };
}
