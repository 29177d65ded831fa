import type { Figure } from "./figure.ts";

/**
 * A figure with its legend below the axes, where it hides nothing.
 *
 * @param figure The figure.
 * @returns The same, 560 pixels high.
 */
export function withLegend({ data, layout }: Figure): Figure {
  const legend = { orientation: "h", x: 0, y: -0.16, yanchor: "top" };
  return { data, layout: { ...layout, height: 560, legend, showlegend: true } };
}
