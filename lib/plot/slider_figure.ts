import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkFigure } from "./check_figure.ts";
import { displayFigure } from "./display.ts";
import type { Figure } from "./figure.ts";

/** One position of a slider, and what it shows. */
export interface SliderStep {
  /** What stands at the position, such as `"4"`. */
  readonly label: string;
  /** What is shown there; its size is that of the step shown first. */
  readonly figure: Figure;
}

/** How {@linkcode sliderFigure} begins. */
export interface SliderOptions {
  /** Place of the step that is shown first, and in the static picture; default 0. */
  readonly active?: number;
}

/** Pixels that the slider takes below the axis. */
const HEIGHT = 92;

/**
 * Figures behind a slider: one is shown, and the slider picks which.
 *
 * All steps are in the figure, so that it moves without a kernel, in a saved notebook
 * and in a page. Each step shows its own traces and hides the others; what differs
 * between the layouts (titles, ranges, annotations) changes along. The static picture
 * is of the step that is shown first.
 *
 * @param name What the slider varies, such as `"depth"`.
 * @param steps The positions, in order; at least one.
 * @param options Which step is shown first.
 * @returns A figure; notebooks show it.
 * @throws {RangeError} If there is no step, or `active` is not the place of one.
 * @throws {TypeError} If steps are no array or one has no figure, or there is no option
 *   of a name that was given.
 *
 * @example
 * ```ts
 * import { figure } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const steps = [1, 2, 3].map((rank) => ({
 *   label: `${rank}`,
 *   figure: figure(
 *     [{ x: [1, 2, 3], y: [rank, rank ** 2, rank ** 3] }],
 *     { title: `Layers of rank ${rank}`, x: "depth", y: "rank of the product" },
 *   ),
 * }));
 * const { data } = sliderFigure("rank", steps, { active: 1 });
 * const visible = (data as { visible: boolean }[]).map(({ visible }) => visible);
 * assertEquals(visible, [false, true, false]);
 * ```
 */
export function sliderFigure(
  name: string,
  steps: readonly SliderStep[],
  options: SliderOptions = {},
): Figure {
  const needed = 'an array such as [{ label: "1", figure }]';
  checkList("make a slider", "steps", steps, needed);
  for (const step of steps) checkFigure(step?.figure);
  checkOptionNames("make a slider", options, ["active"]);
  const { active = 0 } = options;
  if (!(Number.isInteger(active) && active >= 0 && active < steps.length)) {
    throw new RangeError(
      `Cannot make a slider as active must be the place of one of its ${steps.length} steps: got ${active}`,
    );
  }
  const layouts = steps.map(({ figure }) => leaves(figure.layout));
  const moving = [...new Set(layouts.flatMap((layout) => [...layout.keys()]))]
    .filter((path) => new Set(layouts.map((at) => json(at.get(path)))).size > 1)
    .filter((path) => !["height", "width", "margin.b"].includes(path));
  const { layout } = steps[active].figure;
  const { height = 460, margin = {} } = layout as Layout;
  const bottom = steps.reduce(
    (most, { figure }) =>
      Math.max(most, (figure.layout as Layout).margin?.b ?? 56),
    0,
  );
  return displayFigure({
    data: steps.flatMap(({ figure }, step) =>
      figure.data.map((trace) => step === active ? shown(trace) : hidden(trace))
    ),
    layout: {
      ...layout,
      height: height + HEIGHT,
      margin: { ...margin, b: bottom + HEIGHT },
      sliders: [{
        active,
        currentvalue: { prefix: `${name}: `, font: { size: 13 } },
        pad: {
          t: bottom + 2,
          // half of the outer labels hang over
          l: overhang(steps[0].label),
          r: overhang(steps[steps.length - 1].label),
        },
        steps: steps.map(({ label }, step) => ({
          label,
          method: "update",
          args: [
            { visible: visibility(steps, step) },
            Object.fromEntries(
              moving.map((path) => [path, layouts[step].get(path) ?? null]),
            ),
          ],
        })),
      }],
    },
  });
}

/** Pixels that half a label takes, and that a handle takes in any case. */
function overhang(label: string): number {
  return Math.max(8, 3.6 * label.length);
}

interface Layout {
  readonly height?: number;
  readonly margin?: { readonly b?: number };
}

interface Trace {
  readonly visible?: boolean | "legendonly";
}

function shown(trace: object): object {
  return { ...trace, visible: (trace as Trace).visible ?? true };
}

function hidden(trace: object): object {
  return { ...trace, visible: false };
}

/** Which traces of all steps are seen at one of them. */
function visibility(steps: readonly SliderStep[], at: number): unknown[] {
  return steps.flatMap(({ figure }, step) =>
    figure.data.map((trace) =>
      step === at && ((trace as Trace).visible ?? true)
    )
  );
}

/** The values of nested settings by the paths that plotly knows them by, `"title.text"`. */
function leaves(
  settings: object,
  before = "",
  found = new Map<string, unknown>(),
): Map<string, unknown> {
  for (const [key, value] of Object.entries(settings)) {
    const isNested = typeof value === "object" && value !== null &&
      !Array.isArray(value);
    if (isNested) leaves(value, `${before}${key}.`, found);
    else found.set(before + key, value);
  }
  return found;
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? "";
}
