import type { Table } from "../plot/table.ts";
import { searchName } from "./evaluate_translation.ts";
import { meanText } from "./mean_and_deviation.ts";
import { PARTS, type ReproductionResult } from "./reproduction_result.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";
import type { StepTimes } from "./step_times.ts";

/** Results of one contest, by model and then by seed, in the order of the trainings. */
export function byModel(
  results: readonly ReproductionResult[],
): Map<string, ReproductionResult[]> {
  return Map.groupBy(results, ({ model }) => model);
}

/**
 * Scores, sizes and times of a contest's models, mean ± sample deviation over seeds.
 *
 * @param results Of one contest.
 * @param dense Parameters of the dense model, which the ratios refer to; if known.
 * @returns A row for each model.
 */
export function scoreTable(
  results: readonly ReproductionResult[],
  dense: number | undefined,
): Table {
  return {
    columns: [
      "model",
      "parameters",
      "ratio",
      "seeds",
      "epochs",
      "BLEU",
      "chrF",
      "test loss",
      "words/s",
      "minutes",
    ],
    rows: [...byModel(results)].map(([model, seeds]) => {
      const [{ parameters, settings }] = seeds;
      const over = (
        value: (result: ReproductionResult) => number,
        digits: number,
      ) => meanText(seeds.map(value), digits);
      return [
        model,
        parameters,
        dense ? `${(dense / parameters).toFixed(1)}×` : "–",
        seeds.length,
        settings.epochs,
        over(({ bleu }) => bleu, 1),
        over(({ chrf }) => chrf, 1),
        over(({ loss }) => loss, 3),
        over(({ wordsPerSecond }) => wordsPerSecond, 0),
        over(({ seconds }) => seconds / 60, 1),
      ];
    }),
  };
}

/**
 * BLEU of a contest's models on all pairs that any is scored on, greedy and with beams,
 * mean ± sample deviation over seeds.
 *
 * @param results Of one contest.
 * @returns A row for each model.
 */
export function otherScoreTable(
  results: readonly ReproductionResult[],
): Table {
  const scores = ({ bleu, others }: ReproductionResult) =>
    new Map(
      [{ part: "test", beams: 1, bleu }, ...others]
        .map(({ part, beams, bleu }) => [
          `BLEU, ${part}, ${searchName(beams)}`,
          bleu,
        ]),
    );
  const columns = [
    ...new Set(results.flatMap((result) => [...scores(result).keys()])),
  ];
  return {
    columns: ["model", "seeds", ...columns],
    rows: [...byModel(results)].map(([model, seeds]) => [
      model,
      seeds.length,
      ...columns.map((column) => {
        const found = seeds.flatMap((result) =>
          scores(result).get(column) ?? []
        );
        return found.length > 0 ? meanText(found, 1) : "–";
      }),
    ]),
  };
}

/**
 * Where the parameters are.
 *
 * @param results Any; one of each model is enough.
 * @returns A row for each model, a column for each part.
 */
export function partsTable(results: readonly ReproductionResult[]): Table {
  return {
    columns: ["model", ...PARTS, "all"],
    rows: [...byModel(results)].map(([model, [{ parts, parameters }]]) => [
      model,
      ...PARTS.map((part) =>
        `${parts[part].toLocaleString("en-US")}\u00a0(${
          Math.round(100 * parts[part] / parameters)
        }\u00a0%)`
      ),
      parameters,
    ]),
  };
}

/**
 * Where the trainings differ.
 *
 * @param runs Trainings; those from other seeds are left out.
 * @returns A row for each model of each contest.
 */
export function settingsTable(runs: readonly ReproductionRun[]): Table {
  const rows = runs.map(({ contest, model, preset, settings }) => [
    contest,
    model,
    preset.norm === "pre" ? "before each part" : "behind each part",
    preset.wordOrder ?? "frequency",
    preset.dropout,
    settings.weightDecay,
    settings.rate,
    settings.epochs,
    settings.average ?? 0,
  ]);
  return {
    columns: [
      "contest",
      "model",
      "normalization",
      "ids of words by",
      "dropout",
      "decay",
      "rate",
      "epochs",
      "averaged",
    ],
    rows: [...Map.groupBy(rows, ([contest, model]) => `${contest} ${model}`)]
      .map(([, [row]]) => row),
  };
}

/**
 * A training step of each model, measured in turns.
 *
 * @param times Medians.
 * @returns A row for each model.
 */
export function stepTable({ milliseconds }: StepTimes): Table {
  return {
    columns: ["model", "ms per training step", "of dense"],
    rows: Object.entries(milliseconds).map(([model, time]) => [
      model,
      time.toFixed(0),
      (time / milliseconds.dense).toFixed(2),
    ]),
  };
}

/**
 * Translations of the same sentences side by side.
 *
 * @param results Of one contest.
 * @param options The sentences, their right translations, and how many to show.
 * @returns A row for each sentence, a column for each model's first seed.
 */
export function sampleTable(
  results: readonly ReproductionResult[],
  { source, references, samples }: {
    readonly source: readonly string[];
    readonly references: readonly string[];
    readonly samples: number;
  },
): Table {
  const models = [...byModel(results)];
  const step = Math.floor(source.length / samples);
  return {
    columns: ["German", "right", ...models.map(([model]) => model)],
    rows: Array.from({ length: samples }, (_, i) => [
      source[i * step],
      references[i * step],
      ...models.map(([, [{ hypotheses }]]) => hypotheses[i * step]),
    ]),
  };
}
