import type { Table } from "../plot/table.ts";
import { bleuMetric } from "../text/bleu.ts";
import {
  pairedBootstrap,
  type PairedComparison,
} from "../text/paired_bootstrap.ts";
import { searchName } from "./evaluate_translation.ts";
import type {
  ReproductionResult,
  ReproductionScore,
} from "./reproduction_result.ts";
import { byModel } from "./reproduction_tables.ts";

/** The right translations of the tests, as they are scored. */
export type TestReferences = Readonly<
  Record<"test" | "large test", readonly string[]>
>;

/** Searches whose translations results have. */
const KEPT = [
  { part: "test", beams: 1 },
  { part: "large test", beams: 1 },
  { part: "large test", beams: 4 },
] as const;

/**
 * Each model's BLEU less that of another, by a paired bootstrap over the sentences, with
 * the translations from all seeds that both have.
 *
 * @param results Of one contest.
 * @param options The model to compare with, and the right translations.
 * @returns A row for each other model, test and search whose translations there are:
 * difference, 95 % interval, both in percent of the other's BLEU, and p-value.
 */
export function differenceTable(
  results: readonly ReproductionResult[],
  { baseline, references }: {
    readonly baseline: string;
    readonly references: TestReferences;
  },
): Table {
  const models = byModel(results);
  const base = models.get(baseline) ?? [];
  const rows = KEPT.flatMap((search) =>
    [...models].filter(([model]) => model !== baseline)
      .flatMap(([model, seeds]) => {
        const pairs = seeds.flatMap((system) => {
          const twin = base.find(({ settings }) =>
            settings.seed === system.settings.seed
          );
          const [a, b] = [twin, system].map((result) =>
            result && translationsOf(result, search)
          );
          return a && b ? [[a, b]] : [];
        });
        if (pairs.length === 0) return [];
        const comparison = pairedBootstrap({
          references: references[search.part],
          baseline: pairs.map(([twin]) => twin),
          system: pairs.map(([, system]) => system),
          metric: bleuMetric({ tokenize: "none" }), // as the scores
          seed: 1,
        });
        return [[
          model,
          `${search.part}, ${searchName(search.beams)}`,
          pairs.length,
          ...differenceCells(comparison),
        ]];
      })
  );
  return {
    columns: [
      "model",
      "pairs",
      "seeds",
      `BLEU less that of ${baseline}`,
      "95 % interval",
      "both in %",
      "p",
    ],
    rows,
  };
}

/** A difference with its interval, both in percent of the baseline, and its p-value. */
function differenceCells(
  { difference, baseline, pValue }: PairedComparison,
): string[] {
  const values = [difference.value, ...difference.interval];
  const [value, low, high] = values.map((value) => signed(value, 2));
  const [share, least, most] = values
    .map((value) => signed(100 * value / baseline.value, 1));
  return [
    value,
    `${low} to ${high}`,
    `${share} (${least} to ${most})`,
  ].map((text) => text.replaceAll(" ", "\u00a0")).concat(pValue.toFixed(3));
}

/** A number with a minus of its own, if it is below 0 when rounded. */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) > 0 ? `−${text}` : text;
}

/** Translations of one part by one search, if they were kept. */
function translationsOf(
  { hypotheses, others }: ReproductionResult,
  { part, beams }: Pick<ReproductionScore, "part" | "beams">,
): readonly string[] | undefined {
  if (part === "test" && beams === 1) return hypotheses;
  return others.find((score) => score.part === part && score.beams === beams)
    ?.hypotheses;
}
