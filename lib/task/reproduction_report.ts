import type { Report, ReportSection } from "../plot/report.ts";
import { differenceTable, type TestReferences } from "./difference_table.ts";
import {
  curveFigure,
  partsFigure,
  sizeFigure,
} from "./reproduction_figures.ts";
import type { ReproductionResult } from "./reproduction_result.ts";
import type { Contest, ReproductionRun } from "./reproduction_runs.ts";
import {
  otherScoreTable,
  partsTable,
  sampleTable,
  scoreTable,
  settingsTable,
  stepTable,
} from "./reproduction_tables.ts";
import type { StepTimes } from "./step_times.ts";

/** What a report is made of. */
export interface ReproductionReport {
  /** Trainings, whether they are over or not. */
  readonly runs: readonly ReproductionRun[];
  /** Of all of them that are over. */
  readonly results: readonly ReproductionResult[];
  /** Of a training step. */
  readonly times: StepTimes;
  /** The test pairs' German sentences. */
  readonly source: readonly string[];
  /** The right translations of these and of the larger test, as they are scored. */
  readonly references: TestReferences;
}

/** What the other models of a contest are told apart from, where they are in it. */
const BASELINES = ["dense", "narrow", "untied"];

/** How long models are trained that are compared at convergence. */
const UNTIL =
  "until its validation loss has all but stopped falling, the dense, the untied and the Shapeshifter for longer, as their BLEU goes on rising.";

/**
 * The comparison as a page.
 *
 * @param report Results and times.
 * @returns What `reportHtml` takes.
 */
export function reproductionReport(report: ReproductionReport): Report {
  const { runs, results, times, source, references } = report;
  const missing = runs.length - results.length;
  const of = (...contests: Contest[]) =>
    results.filter(({ contest }) => contests.includes(contest));
  const dense = results.find(({ model }) => model === "dense")?.parameters;
  const contest = (
    name: Contest,
    heading: string,
    paragraphs: string[],
  ): ReportSection[] => {
    const found = of(name);
    if (found.length === 0) return [];
    return [
      {
        heading,
        paragraphs,
        table: scoreTable(found, dense),
        figure: curveFigure(found, "epochs"),
      },
      {
        heading: `${heading}: with beams, and on other pairs`,
        table: otherScoreTable(found),
      },
      ...BASELINES
        .filter((baseline) => found.some(({ model }) => model === baseline))
        .map((baseline) => ({
          heading: `${heading}: differences from ${baseline}`,
          paragraphs: [
            "Paired bootstrap over the sentences, each with the translations from all seeds that both models have.",
          ],
          table: differenceTable(found, { baseline, references }),
        })),
      {
        heading: `${heading}: by time`,
        figure: curveFigure(found, "minutes"),
      },
    ];
  };
  const main = of("converged").length > 0 ? of("converged") : of("equal-time");
  return {
    title: "Shapeshifter: translation at a tenth of the parameters",
    sections: [
      {
        heading: "What is compared",
        paragraphs: [
          "German to English on the 16,000 pairs of data/tatoeba_de_en, 1,000 to choose settings and weights with, 1,000 to test with, and 10,000 more, the large test, where those don't tell models apart. Lower case, words that occur twice, the last weights, whose learning rate has fallen to 0, or the mean of those of the last epochs; greedy decoding, BLEU without tokenization, losses in nats a word; mean ± sample deviation over seeds.",
          ...missing > 0
            ? [
              `${missing} trainings are not over yet: call the same command again to go on.`,
            ]
            : [],
        ],
        table: stepTable(times),
      },
      ...contest("converged", "At convergence", [
        `Each model is trained ${UNTIL}`,
      ]),
      ...contest("equal-time", "At equal training time", [
        "Each model gets the epochs that the dense model's 12 take, to the nearest.",
      ]),
      ...of("sizes", "equal-time").length === 0 ? [] : [{
        heading: "By size",
        table: scoreTable(of("equal-time", "sizes"), dense),
        figure: sizeFigure(of("equal-time", "sizes")),
      }],
      ...contest("embeddings", "Only the embeddings factored", [
        `The logits come from a matrix of their own, as in word2ket; each model is trained ${UNTIL}`,
      ]),
      {
        heading: "How the models are trained",
        table: settingsTable(runs),
      },
      {
        heading: "Where the parameters are",
        table: partsTable(results),
        figure: partsFigure(main),
      },
      {
        heading: "Translations",
        table: sampleTable(main, {
          source,
          references: references.test,
          samples: 20,
        }),
      },
    ],
  };
}
