import {
  FACTORED_PARTS,
  type FactoredPart,
  partOf,
} from "../model/factored_parts.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { languageModelSizes } from "../model/language_model_config.ts";
import type { ModelMatrix } from "../model/model_sizes.ts";
import { Transformer } from "../model/transformer.ts";
import { transformerSizes } from "../model/transformer_sizes.ts";
import { displayTable } from "./display.ts";
import { factoredText } from "./factored_text.ts";
import type { Table } from "./table.ts";

/** A model whose parts are factored by configuration. */
export type PartedModel = Transformer | LanguageModel;

/**
 * What the parts of a model take, against the same with whole matrices.
 *
 * A notebook shows it, below what the model was made of, for one that ends a cell.
 *
 * @param model The model; its weights are counted, not read.
 * @returns A row a part, one for biases, normalizations and learned positions, and one
 *   for the whole model.
 */
export function modelTable(model: PartedModel): Table {
  const { matrices, others } = model instanceof Transformer
    ? transformerSizes(model.config)
    : languageModelSizes(model.config);
  const own = countParts(model);
  const { factored = {} } = model.config;
  const parts = FACTORED_PARTS.map((part) => {
    const whole = matrices.filter((matrix) => matrix.part === part);
    const kind = whole.length === 0 ? "tied to the embedding" : shapes(whole);
    const wish = factored[part];
    const how = wish ? factoredText(wish) : whole.length > 0 ? "whole" : "";
    const dense = whole.reduce((sum, m) => sum + m.inputs * m.outputs, 0);
    return { part, kind, how, dense, own: own.get(part) ?? 0 };
  });
  const dense = parts.reduce((sum, part) => sum + part.dense, others);
  return displayTable({
    columns: [
      "part",
      "matrices",
      "factored",
      "dense parameters",
      "parameters",
      "times smaller",
    ],
    rows: [
      ...parts.map(({ part, kind, how, dense, own }) => [
        NAMES[part],
        kind,
        how,
        dense,
        own,
        own === 0 ? 1 : times(dense, own),
      ]),
      ["biases and others", "", "", others, own.get(undefined) ?? 0, 1],
      [
        "total",
        "",
        "",
        dense,
        model.countParams(),
        times(dense, model.countParams()),
      ],
    ],
  });
}

/** How many times smaller, to a tenth. */
function times(dense: number, own: number): number {
  return Number((dense / own).toFixed(1));
}

const NAMES: Readonly<Record<FactoredPart, string>> = {
  embedding: "embedding",
  attention: "attention",
  feedForward: "feed-forward",
  output: "output",
};

/** Parameters of the parts' matrices; all others under `undefined`. */
function countParts(
  { weights }: PartedModel,
): Map<FactoredPart | undefined, number> {
  const counts = new Map<FactoredPart | undefined, number>();
  for (const [name, { size }] of Object.entries(weights)) {
    const isMatrix = /(^|[/_])(factor_\d+|kernel|embeddings)$/.test(name) &&
      !name.startsWith("positions/");
    const part = isMatrix ? partOf(name) : undefined;
    counts.set(part, (counts.get(part) ?? 0) + size);
  }
  return counts;
}

/** Sizes of matrices, and how many there are of each. */
function shapes(matrices: readonly ModelMatrix[]): string {
  const counts = new Map<string, number>();
  for (const { inputs, outputs } of matrices) {
    const shape = `[${inputs}, ${outputs}]`;
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return [...counts].map(([shape, count]) =>
    count === 1 ? shape : `${count} × ${shape}`
  ).join(", ");
}
