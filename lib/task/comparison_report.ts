import { type Figure, figure, PALETTE } from "../plot/figure.ts";
import type { Report } from "../plot/report.ts";
import type { Table } from "../plot/table.ts";
import { withLegend } from "../plot/with_legend.ts";
import { type ClassifierResult, LOOKUP } from "./classifier_run.ts";
import { rankGrowthSection } from "./expressiveness_ranks.ts";
import { meanAndDeviation, meanText } from "./mean_and_deviation.ts";

/** Results of the seeds of each model; the first model is what the others are measured by. */
export type Comparison = readonly (readonly ClassifierResult[])[];

/** Test accuracy of the seeds, in percent. */
function accuracy(results: readonly ClassifierResult[]) {
  return meanAndDeviation(results.map(({ accuracy }) => 100 * accuracy));
}

/**
 * The table of a comparison, a row for each model.
 *
 * @param comparison Results.
 * @returns Embedding, sizes, accuracy and times; the deviation is that of a sample.
 */
export function comparisonTable(comparison: Comparison): Table {
  const [[{ embeddingParameters: dense }]] = comparison;
  return {
    columns: [
      "embedding",
      "parameters",
      "ratio",
      "all parameters",
      "test accuracy (%)",
      "s per epoch",
      `ms per ${LOOKUP.toLocaleString("en-US")} lookups`,
    ],
    rows: comparison.map((results) => {
      const [{ name, embeddingParameters, parameters }] = results;
      const seconds = results.flatMap(({ epochs }) =>
        epochs.map(({ seconds }) => seconds)
      );
      return [
        name,
        embeddingParameters,
        `${Math.round(dense / embeddingParameters)}×`,
        parameters,
        meanText(results.map(({ accuracy }) => 100 * accuracy), 1),
        Number(meanAndDeviation(seconds).mean.toPrecision(2)),
        Number(
          meanAndDeviation(results.map(({ lookup }) => lookup)).mean
            .toPrecision(2),
        ),
      ];
    }),
  };
}

/** Kinds of models, in the order of their colours. */
const FAMILIES = [
  { start: "word2ketXS", label: "word2ketXS", symbol: "circle", size: 9 },
  // a single point, which others would hide
  { start: "word2ket,", label: "word2ket", symbol: "square-open", size: 13 },
  {
    start: "dense",
    label: "dense, from narrow to wide",
    symbol: "diamond",
    size: 9,
  },
  { start: "low rank", label: "low rank", symbol: "triangle-up", size: 9 },
];

/** Results of each kind, the largest embedding first. */
function byFamily(comparison: Comparison) {
  return FAMILIES.map((family, f) => ({
    ...family,
    color: PALETTE[f],
    models: comparison.filter(([{ name }]) => name.startsWith(family.start))
      .toSorted(([a], [b]) => b.embeddingParameters - a.embeddingParameters),
  })).filter(({ models }) => models.length > 0);
}

/**
 * Accuracy of every model over the size of its embedding.
 *
 * @param comparison Results.
 * @returns The figure; with error bars of a deviation where there are seeds.
 */
export function accuracyFigure(comparison: Comparison): Figure {
  const traces = byFamily(comparison).map(
    ({ label, symbol, size, color, models }) => {
      const spreads = models.map(accuracy);
      return {
        type: "scatter",
        mode: "lines+markers",
        name: label,
        x: models.map(([{ embeddingParameters }]) => embeddingParameters),
        y: spreads.map(({ mean }) => mean),
        text: models.map(([{ name }]) => name),
        hovertemplate:
          "%{text}<br>%{x:,} parameters<br>%{y:.1f} %<extra></extra>",
        error_y: {
          array: spreads.map(({ deviation }) => deviation),
          visible: models.some((results) => results.length > 1),
        },
        marker: { symbol, size, color, line: { width: 2, color } },
        line: { color, width: 1.5 },
      };
    },
  );
  return withLegend(figure(traces, {
    title: "How many test texts are classified right, by size of the embedding",
    x: "parameters of the embedding (log scale)",
    y: "test accuracy (%)",
  }, { x: { type: "log", dtick: 1, minor: { showgrid: false } } }));
}

/** Lines of a kind's models, the largest embedding first. */
const DASHES = ["solid", "dash", "dot"];

/** One curve a model, of its first seed. */
function curves(
  comparison: Comparison,
  valueOf: (epoch: ClassifierResult["epochs"][number]) => number,
  text: { title: string; y: string },
  axis: Record<string, unknown> = {},
): Figure {
  const traces = byFamily(comparison).flatMap(({ color, models }) =>
    models.map(([{ name, epochs }], m) => ({
      type: "scatter",
      mode: "lines",
      name,
      x: epochs.map((_, e) => e + 1),
      y: epochs.map(valueOf),
      line: { color, dash: DASHES[m % DASHES.length], width: 2 },
    }))
  );
  return withLegend(
    figure(traces, { ...text, x: "epoch" }, {
      y: axis,
      x: { tickformat: "d", ...traces[0].x.length <= 10 && { dtick: 1 } },
    }),
  );
}

/**
 * A page with the table and the figures of a comparison.
 *
 * @param comparison Results.
 * @param text Title and first paragraphs.
 * @returns What `reportHtml` takes.
 */
export function comparisonReport(
  comparison: Comparison,
  { title, paragraphs }: { title: string; paragraphs: string[] },
): Report {
  const percent = (value: number | undefined) => 100 * (value ?? NaN);
  return {
    title,
    sections: [
      {
        heading: "What the embeddings cost and what they give",
        paragraphs,
        table: comparisonTable(comparison),
      },
      { heading: "Accuracy by size", figure: accuracyFigure(comparison) },
      {
        heading: "Training",
        paragraphs: [
          "Seed 0. A kind of embedding has one colour; its largest model a full line. The test texts are looked at after each epoch to draw this curve; nothing was chosen by it.",
        ],
        figure: curves(comparison, ({ accuracy }) => percent(accuracy), {
          title: "Test accuracy after each epoch",
          y: "test accuracy (%)",
        }),
      },
      {
        heading: "Loss",
        figure: curves(comparison, ({ loss }) => loss, {
          title: "Mean loss on the training texts in each epoch",
          y: "cross-entropy (nats, log scale)",
        }, { type: "log", dtick: "D2", tickformat: "~g" }),
      },
      rankGrowthSection(),
    ],
  };
}
