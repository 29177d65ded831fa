import { join } from "node:path";
import { writeAtomically } from "../convert/write_atomically.ts";
import { reportHtml } from "../plot/report.ts";
import { renderSvg } from "../plot/svg.ts";
import { tableText } from "../plot/table.ts";
import type { SentencePairs } from "../text/sentence_pairs.ts";
import { words } from "../text/words.ts";
import {
  translationsBeside,
  writeLargeTranslations,
} from "./large_translations.ts";
import { curveFigure } from "./reproduction_figures.ts";
import { reproductionReport } from "./reproduction_report.ts";
import type { ReproductionResult } from "./reproduction_result.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";
import { say } from "./say.ts";
import type { StepTimes } from "./step_times.ts";
import { shippedPairs } from "./translation_pairs.ts";

/**
 * Writes and tells what the comparison gave: tables, a report, a figure and all numbers.
 *
 * @param output Folder for them.
 * @param comparison Trainings, results of those that are over, and step times.
 */
export async function writeReproduction(
  output: string,
  { runs, results, times }: {
    readonly runs: readonly ReproductionRun[];
    readonly results: readonly ReproductionResult[];
    readonly times: StepTimes;
  },
): Promise<void> {
  const [test, large] = await Promise.all([
    shippedPairs("test"),
    shippedPairs("large test"),
  ]);
  const scored = ({ target }: SentencePairs) =>
    target.map((text) => words(text).join(" "));
  const report = reproductionReport({
    runs,
    results,
    times,
    source: test.source,
    references: { test: scored(test), "large test": scored(large) },
  });
  const tables = report.sections.filter(({ table }) => table)
    .filter(({ heading }) => heading !== "Translations")
    .map(({ heading, table }) => `${heading}\n\n${tableText(table!)}\n`);
  const text = tables.join("\n");
  const path = join(output, translationsBeside("results.json"));
  const rest = await writeLargeTranslations(path, results);
  const shown = results.filter(({ contest }) => contest === results[0].contest);
  for (
    const [name, content] of [
      ["report.html", await reportHtml(report)],
      ["tables.txt", text],
      ["results.json", JSON.stringify({ times, results: rest })],
      ["curves.svg", await renderSvg(curveFigure(shown, "minutes"))],
    ]
  ) {
    await writeAtomically(join(output, name), content);
  }
  say(`${text}\nReport: ${join(output, "report.html")}`);
}
