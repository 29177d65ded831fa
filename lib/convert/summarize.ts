import type { tf } from "../engine/tf.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { wrongKind } from "../error/wrong_kind.ts";
import { checkInput, checkModel, modelLayers } from "../layer/model_layers.ts";
import type { LayerUse, ModelLayer } from "../layer/model_layers.ts";
import {
  denseParametersOf,
  multiplyAddsOf,
  sourceMultiplyAddsOf,
} from "./layer_costs.ts";
import { positionsOf } from "./layer_positions.ts";
import { withDisplay } from "./with_display.ts";

/** One layer of a {@linkcode ModelSummary}, or its total. */
export interface SummaryRow {
  /** Path of the layer, names of nested models in front. */
  readonly layer: string;
  /** Its class. */
  readonly kind: string;
  /** Shape of its output, the first where it is shared; `null` for a size not known. */
  readonly shape: readonly (number | null)[];
  /** Parameters with whole matrices. */
  readonly denseParameters: number;
  /** Parameters as it is. */
  readonly parameters: number;
  /** The former divided by the latter; 1 for a layer without any. */
  readonly ratio: number;
  /**
   * Multiply–adds of its matrices and kernels for one example, factor by factor, each time
   * that the model applies it; a size not known counts 1.
   */
  readonly multiplyAdds: number;
}

/** The table of a model, which a notebook displays. */
export interface ModelSummary {
  /** One row a layer, in the model's order. */
  readonly rows: readonly SummaryRow[];
  /** Sums of the rows. */
  readonly total: SummaryRow;
  /** The table as text. */
  toString(): string;
}

/** How {@linkcode summarize} shows the table. */
export interface SummarizeOptions {
  /** Prints the table or other text; default `console.log`; `null` for nothing. */
  readonly print?: ((text: string) => void) | null;
}

/**
 * Print what each layer of a model takes, against the same with whole matrices.
 *
 * @param model Any built model; nested ones are gone through.
 * @param options Where to print.
 * @returns The rows and their total; a notebook shows it as a table.
 * @throws {TypeError} If `model` is no model of layers or knows no input yet, `print` is
 *   neither a function nor null, or there is no option of a name that was given.
 *
 * @example
 * ```ts
 * import { KroneckerDense, tf } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new KroneckerDense({ units: 256, rank: 2, inputShape: [256] });
 * const model = tf.sequential({ layers: [layer] });
 * const { total } = summarize(model, { print: null });
 * assertEquals(total.denseParameters, 256 * 256 + 256);
 * assertEquals(total.parameters, 2 * 2 * 256 + 256);
 * ```
 */
export function summarize(
  model: tf.LayersModel,
  options: SummarizeOptions = {},
): ModelSummary {
  checkModel("summarize the model", model);
  checkInput("summarize", model);
  checkOptionNames("summarize the model", options, ["print"]);
  // deno-lint-ignore no-console -- what the function is for
  const { print = console.log } = options;
  if (print !== null && typeof print !== "function") {
    const need = "a function of the text, or null to print nothing";
    throw wrongKind("summarize the model", "print", need, print);
  }
  const rows = modelLayers(model).map(rowOf);
  const sum = (key: "denseParameters" | "parameters" | "multiplyAdds") =>
    rows.reduce((total, row) => total + row[key], 0);
  const [denseParameters, parameters] = [
    sum("denseParameters"),
    sum("parameters"),
  ];
  const total: SummaryRow = {
    layer: "total",
    kind: model.getClassName(),
    shape: model.outputs[0].shape,
    denseParameters,
    parameters,
    ratio: parameters === 0 ? 1 : denseParameters / parameters,
    multiplyAdds: sum("multiplyAdds"),
  };
  const table = cells([...rows, total]);
  const summary = withDisplay(
    { rows, total, toString: () => asText(table) },
    () => ({ "text/plain": asText(table), "text/html": asHtml(table) }),
  );
  print?.(`${summary}`);
  return summary;
}

function rowOf({ path, layer, uses }: ModelLayer): SummaryRow {
  const places = uses();
  const parameters = layer.countParams();
  const denseParameters = denseParametersOf(layer);
  return {
    layer: path,
    kind: layer.getClassName(),
    shape: places[0].output,
    denseParameters,
    parameters,
    ratio: parameters === 0 ? 1 : denseParameters / parameters,
    multiplyAdds: places.reduce((sum, use) => sum + costOf(layer, use), 0),
  };
}

/** Multiply–adds of a layer for one example, where a model applies it. */
function costOf(
  layer: tf.layers.Layer,
  { output, inputs }: LayerUse,
): number {
  const [input, sources = input] = inputs;
  const all = multiplyAddsOf(layer);
  const ofSources = sourceMultiplyAddsOf(layer);
  const own = positionsOf(layer, output, input) * (all - ofSources);
  if (ofSources === 0) return own;
  const outputOfSources = output.with(-2, sources[1]); // as often as its own
  return own + positionsOf(layer, outputOfSources, input) * ofSources;
}

const HEADS = [
  "layer",
  "kind",
  "shape",
  "dense parameters",
  "parameters",
  "ratio",
  "multiply–adds",
];

function cells(rows: readonly SummaryRow[]): string[][] {
  const integer = new Intl.NumberFormat("en-US");
  return [
    HEADS,
    ...rows.map((row) => [
      row.layer,
      row.kind,
      `[${
        row.shape.map((size, axis) => size ?? (axis === 0 ? "batch" : "any"))
          .join(", ")
      }]`,
      integer.format(row.denseParameters),
      integer.format(row.parameters),
      row.ratio.toFixed(1),
      integer.format(row.multiplyAdds),
    ]),
  ];
}

function asText(table: readonly string[][]): string {
  const widths = HEADS.map((_, i) =>
    Math.max(...table.map((row) => row[i].length))
  );
  return table.map((row) =>
    row.map((cell, i) =>
      i < 3 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])
    ).join("  ").trimEnd()
  ).join("\n");
}

function asHtml([heads, ...rows]: readonly string[][]): string {
  const escape = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const line = (row: readonly string[], tag: string) =>
    `<tr>${
      row.map((cell, i) =>
        `<${tag} style="text-align:${i < 3 ? "left" : "right"}">${
          escape(cell)
        }</${tag}>`
      ).join("")
    }</tr>`;
  return `<table><thead>${line(heads, "th")}</thead><tbody>${
    rows.map((row) => line(row, "td")).join("")
  }</tbody></table>`;
}
