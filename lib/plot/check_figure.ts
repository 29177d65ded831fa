import { checkObject } from "../error/check_object.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import type { Figure } from "./figure.ts";

/**
 * Refuse what can't be drawn.
 *
 * @param figure What should be a figure.
 * @throws {TypeError} If it is none: data, an array of traces, and a layout.
 */
export function checkFigure(figure: Figure): void {
  const action = "draw a figure";
  checkObject(action, "it", figure, "an object of data and layout");
  const { data, layout } = figure;
  if (!Array.isArray(data)) {
    throw wrongKind(action, "its data", "an array of traces", data);
  }
  for (const [i, trace] of data.entries()) {
    checkObject(action, `trace ${i}`, trace);
  }
  checkObject(action, "its layout", layout);
}
