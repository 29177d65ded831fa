import type { Bundle } from "../convert/with_display.ts";
import { escapeHtml } from "./escape_html.ts";
import { modelTable, type PartedModel } from "./model_table.ts";
import { tableHtml, tableText } from "./table.ts";

/**
 * What a notebook shows of a model: what it was made of, and a table of its parts.
 *
 * @param name What it is.
 * @param model The model.
 * @returns By media type.
 */
export function modelCard(name: string, model: PartedModel): Bundle {
  const sizes = Object.entries(model.config)
    .filter(([, value]) => value != null && typeof value !== "object")
    .map(([option, value]) => `${option} ${value}`);
  const line = `${name}: ${sizes.join(", ")}`;
  const table = modelTable(model);
  return {
    "text/html": `<p>${escapeHtml(line)}</p>${tableHtml(table)}`,
    "text/plain": `${line}\n${tableText(table)}`,
  };
}
