/** A layout or an axis, whose title plotly.js takes in two ways. */
interface Titled {
  readonly title?: string | { readonly text?: string };
}

/** What plotly.js takes for markup in a title. */
const MARKUP = /<\/?(a|b|em|i|s|span|strong|sub|sup|u)(\s[^>]*)?>/gi;

/**
 * The title of a layout or of an axis in plain words.
 *
 * @param titled What may have a title.
 * @returns The title without markup, in one line; empty if there is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const layout = { title: { text: "<b>Ranks</b><br>of 8 < 9 layers" } };
 * assertEquals(figureTitle(layout), "Ranks of 8 < 9 layers");
 * ```
 */
export function figureTitle({ title }: Titled): string {
  const text = typeof title === "string" ? title : title?.text;
  return `${text ?? ""}`
    .replace(/<br(\s[^>]*)?\/?>/gi, " ")
    .replace(MARKUP, "")
    .replace(/\s+/g, " ")
    .trim();
}
