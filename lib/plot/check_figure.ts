import { describeValue, isObject } from "../error/describe_value.ts";
import type { Figure } from "./figure.ts";

/**
 * Refuse what can't be drawn.
 *
 * @param figure What should be a figure.
 * @throws {TypeError} If it is none: data, an array of traces, and a layout.
 */
export function checkFigure(figure: Figure): void {
  const cannot = (need: string, got: unknown) =>
    new TypeError(
      `Cannot draw a figure as ${need}: got ${describeValue(got)}`,
    );
  if (!isObject(figure)) {
    throw cannot("it must be an object of data and layout", figure);
  }
  const { data, layout } = figure;
  if (!Array.isArray(data)) {
    throw cannot("its data must be an array of traces", data);
  }
  const odd = data.findIndex((trace) => !isObject(trace));
  if (odd >= 0) throw cannot(`trace ${odd} must be an object`, data[odd]);
  if (!isObject(layout)) throw cannot("its layout must be an object", layout);
}
