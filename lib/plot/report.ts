import { writeAtomically } from "../convert/write_atomically.ts";
import { checkList } from "../error/check_list.ts";
import { checkObject } from "../error/check_object.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPath } from "../error/check_path.ts";
import { optionNames } from "../error/option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { checkFigure } from "./check_figure.ts";
import { checkTable } from "./display.ts";
import { escapeHtml } from "./escape_html.ts";
import type { Figure } from "./figure.ts";
import { plain } from "./plain.ts";
import { DRAW_FIGURES } from "./report_script.ts";
import { type Table, tableHtml } from "./table.ts";

/** A heading and what stands under it. */
export interface ReportSection {
  /** Heading of the section. */
  readonly heading: string;
  /** Text, a paragraph each. */
  readonly paragraphs?: readonly string[];
  /** A table, shown after the text. */
  readonly table?: Table;
  /** An interactive figure, shown last. */
  readonly figure?: Figure;
}

/** A report: a title and sections. */
export interface Report {
  /** Title of the page. */
  readonly title: string;
  /** Sections in the order they are read. */
  readonly sections: readonly ReportSection[];
}

/**
 * A report as one self-contained page: it holds plotly.js itself, so its figures
 * are interactive without a network.
 *
 * All text is escaped. Screen readers get each figure's title, and the keyboard moves
 * sliders and scrolls what is wider than the page. plotly.js makes the page 1.5 MB;
 * reading it needs Deno 2.8 or later.
 *
 * @param report Title and sections.
 * @returns The page's HTML.
 * @throws {ShapeError} If a table's row does not have one value per column.
 * @throws {TypeError} If it is no object with a title and an array of sections, or one
 *   has no heading, what is no table or figure, or an entry that nothing would read.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 *
 * const page = await reportHtml({
 *   title: "Ranks",
 *   sections: [{ heading: "Depth 1 < depth 2", paragraphs: ["3, then 9."] }],
 * });
 * assertStringIncludes(page, "<h2>Depth 1 &lt; depth 2</h2>");
 * ```
 */
export async function reportHtml(report: Report): Promise<string> {
  checkReport(report);
  const title = escapeHtml(report.title);
  const body = report.sections.map(sectionHtml).join("\n");
  const { default: plotly } = await import(
    "plotly.js-cartesian-dist-min/plotly-cartesian.min.js",
    { with: { type: "text" } }
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
<script>${plotly.replaceAll("</script", "<\\/script")}</script>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
<script>${DRAW_FIGURES}</script>
</body>
</html>
`;
}

/**
 * Writes {@linkcode reportHtml} to a file.
 *
 * @param path Where to write; a file that is there is replaced.
 * @param report Title and sections.
 * @throws {ShapeError} If a table's row does not have one value per column.
 * @throws {TypeError} If `path` is neither a string nor a URL, or `report` no report.
 */
export async function writeReport(
  path: string | URL,
  report: Report,
): Promise<void> {
  checkPath("write a report", path);
  await writeAtomically(path, await reportHtml(report));
}

function checkReport(report: Report): void {
  const action = "write a report";
  const needed = 'an object such as { title: "Ranks", sections: [] }';
  checkObject(action, "it", report, needed);
  const { title, sections } = report;
  if (typeof title !== "string") {
    throw wrongKind(action, "its title", "text", title);
  }
  if (!Array.isArray(sections)) {
    throw wrongKind(action, "its sections", "an array", sections);
  }
  for (const [i, section] of sections.entries()) {
    checkSection(action, section, i);
  }
}

/** Refuses what would leave a hole in the page, or text of another name. */
function checkSection(action: string, section: ReportSection, i: number): void {
  const name = `section ${i}`;
  checkObject(action, name, section, 'an object such as { heading: "Ranks" }');
  checkOptionNames(`${action}'s ${name}`, section, SECTION);
  const { heading, paragraphs, table, figure } = section;
  if (typeof heading !== "string") {
    throw wrongKind(action, `the heading of ${name}`, "text", heading);
  }
  if (paragraphs !== undefined) {
    const need = "an array of texts";
    checkList(action, `paragraphs of ${name}`, paragraphs, need);
  }
  if (table !== undefined) checkTable(table);
  if (figure !== undefined) checkFigure(figure);
}

const SECTION = optionNames<ReportSection>({
  heading: true,
  paragraphs: true,
  table: true,
  figure: true,
});

function sectionHtml(section: ReportSection): string {
  const { heading, paragraphs = [], table, figure } = section;
  const parts = [
    `<h2>${escapeHtml(heading)}</h2>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
  ];
  if (table) parts.push(`<div class="wide">${tableHtml(table)}</div>`);
  if (figure) {
    // "<" inside JSON stands only in strings, where \u003c means the same
    const json = JSON.stringify(plain(figure)).replaceAll("<", "\\u003c");
    parts.push(
      `<div class="wide"><script type="application/json">${json}</script></div>`,
    );
  }
  return `<section>${parts.join("\n")}</section>`;
}

const STYLE = `
body { font: 16px/1.5 Helvetica, Arial, sans-serif; color: #222; background: white; max-width: 800px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
.wide { overflow-x: auto; width: fit-content; min-width: 100%; max-width: calc(min(100vw, 50vw + 400px) - 3rem); }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.75rem; border-bottom: 1px solid #ddd; text-align: left; }
th { border-bottom: 2px solid #888; }
.wide:focus-visible, .slider-container:focus-visible { outline: 2px solid #0072B2; outline-offset: 2px; }
@media print {
  .wide { overflow: visible; max-width: none; }
  tr, .js-plotly-plot { break-inside: avoid; }
  h2, p:not(:last-child), tr:nth-child(-n+2) { break-after: avoid; }
  tr:last-child { break-before: avoid; }
  table { font-size: 0.7rem; }
  th, td { padding: 0.2rem 0.4rem; }
}`;
