import { type Figure, figure, PALETTE } from "../plot/figure.ts";
import { withLegend } from "../plot/with_legend.ts";
import { meanAndDeviation } from "./mean_and_deviation.ts";
import { PARTS, type ReproductionResult } from "./reproduction_result.ts";
import { byModel } from "./reproduction_tables.ts";

/**
 * Validation loss while training, each seed a line and each model a colour.
 *
 * @param results Of one contest.
 * @param by What it is drawn over.
 * @returns The figure.
 */
export function curveFigure(
  results: readonly ReproductionResult[],
  by: "epochs" | "minutes",
): Figure {
  const traces = [...byModel(results)].flatMap(([model, seeds], m) =>
    seeds.map(({ curve }, s) => ({
      type: "scatter",
      mode: "lines",
      name: model,
      legendgroup: model,
      showlegend: s === 0,
      x: curve.map(({ seconds }, e) =>
        by === "epochs" ? e + 1 : Number((seconds / 60).toFixed(2))
      ),
      y: curve.map(({ validation }) => Number(validation.toFixed(4))),
      line: { color: PALETTE[m % PALETTE.length], width: 1.8 },
    }))
  );
  return withLegend(figure(traces, {
    title: by === "epochs"
      ? "Loss on the validation pairs after each epoch"
      : "Loss on the validation pairs by time of training",
    x: by === "epochs" ? "epoch" : "minutes",
    y: "cross-entropy (nats a word, log scale)",
  }, { y: { type: "log", dtick: "D1", tickformat: ".1f" } }));
}

/**
 * BLEU over the number of parameters.
 *
 * @param results Of contests with the same length of training.
 * @returns The figure, with error bars of a deviation where there are seeds.
 */
export function sizeFigure(results: readonly ReproductionResult[]): Figure {
  const families = Map.groupBy(
    byModel(results),
    ([model]) => model.split(/ \d|,/)[0],
  );
  const traces = [...families].map(([family, models], f) => {
    const sorted = models.toSorted(([, [a]], [, [b]]) =>
      a.parameters - b.parameters
    );
    const scores = sorted.map(([, seeds]) =>
      meanAndDeviation(seeds.map(({ bleu }) => bleu))
    );
    return {
      type: "scatter",
      mode: "lines+markers",
      name: family,
      x: sorted.map(([, [{ parameters }]]) => parameters),
      y: scores.map(({ mean }) => Number(mean.toFixed(2))),
      text: sorted.map(([model]) => model),
      hovertemplate:
        "%{text}<br>%{x:,} parameters<br>%{y:.1f} BLEU<extra></extra>",
      error_y: {
        array: scores.map(({ deviation }) => deviation),
        visible: sorted.some(([, seeds]) => seeds.length > 1),
      },
      marker: { size: 9, color: PALETTE[f] },
      line: { color: PALETTE[f], width: 1.5 },
    };
  });
  return withLegend(figure(traces, {
    title: "How well models translate, by their number of parameters",
    x: "parameters of the whole model (log scale)",
    y: "BLEU on the test pairs",
  }, { x: { type: "log", dtick: "D1" } }));
}

/**
 * Where the parameters are, as shares of each model.
 *
 * @param results Any; one of each model is enough.
 * @returns The figure.
 */
export function partsFigure(results: readonly ReproductionResult[]): Figure {
  const models = [...byModel(results)];
  const traces = PARTS.map((part, p) => ({
    type: "bar",
    name: part,
    x: models.map(([model]) => model),
    y: models.map(([, [{ parts, parameters }]]) =>
      Number((100 * parts[part] / parameters).toFixed(1))
    ),
    text: models.map(([, [{ parts }]]) => parts[part].toLocaleString("en-US")),
    marker: { color: PALETTE[p] },
  }));
  const { data, layout } = withLegend(figure(traces, {
    title: "Share of the parameters in each part of the model",
    x: "model",
    y: "share (%)",
  }));
  return { data, layout: { ...layout, barmode: "stack" } };
}
