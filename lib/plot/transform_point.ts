/**
 * A point moved by the value of an SVG `transform` attribute.
 *
 * Knows `translate`, `rotate` and `scale`, which are what plotly.js writes.
 *
 * @param transform The attribute, such as `"translate(10, 20)rotate(-90)"`.
 * @param point `x` and `y` inside the element.
 * @returns `x` and `y` outside of it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(transformPoint("translate(10,20) scale(2)", [1, 2]), [12, 24]);
 * ```
 */
export function transformPoint(
  transform: string,
  point: readonly [number, number],
): [number, number] {
  let [x, y] = point;
  const steps = [...transform.matchAll(/(\w+)\(([^)]*)\)/g)];
  for (const [, name, list] of steps.reverse()) { // the last acts first
    const [a, b = 0, c = 0] = list.split(/[\s,]+/).map(Number);
    if (name === "translate") {
      [x, y] = [x + a, y + b];
    } else if (name === "scale") {
      [x, y] = [x * a, y * (b || a)];
    } else if (name === "rotate") {
      const angle = a * Math.PI / 180;
      const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
      const [dx, dy] = [x - b, y - c];
      [x, y] = [b + cos * dx - sin * dy, c + sin * dx + cos * dy];
    }
  }
  return [x, y];
}
