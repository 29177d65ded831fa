import { tf } from "../engine/tf.ts";
import { checkObject } from "../error/check_object.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import type { Figure } from "./figure.ts";

/**
 * Refuse what can't be drawn.
 *
 * @param figure What should be a figure.
 * @throws {TypeError} If it is none: data, an array of traces, and a layout; or a trace
 *   has a tensor or a promise for an array.
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
    for (const [name, value] of Object.entries(trace)) {
      // plotly.js draws nothing of either, and says nothing
      if (value instanceof tf.Tensor || value instanceof Promise) {
        const needed = "an array, as arraySync() of a tensor gives";
        throw wrongKind(action, `${name} of trace ${i}`, needed, value);
      }
    }
  }
  checkObject(action, "its layout", layout);
}
