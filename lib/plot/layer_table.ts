import { denseParametersOf, kroneckersOf } from "../convert/layer_costs.ts";
import type { tf } from "../engine/tf.ts";
import { checkFields } from "../error/check_fields.ts";
import { isObject } from "../error/describe_value.ts";
import type { FactoredMatrix } from "../layer/projection.ts";
import type { KroneckerProducts } from "../op/kronecker_products.ts";
import { displayTable } from "./display.ts";
import { factoredText } from "./factored_text.ts";
import type { Table } from "./table.ts";

/**
 * What a layer is and what it takes: its kind, the sizes of its matrices and their
 * factors, its parameters against those with whole matrices.
 *
 * A notebook shows it for a layer that ends a cell.
 *
 * @param layer Any layer; one that has no weights yet shows what it was asked for.
 * @returns A table of two columns; notebooks show it.
 * @throws {TypeError} If it is no layer.
 *
 * @example
 * ```ts
 * import { KroneckerDense } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new KroneckerDense({ units: 256, rank: 2, useBias: false });
 * layer.build([null, 64]);
 * const rows = new Map(layerTable(layer).rows as [string, string | number][]);
 * assertEquals(rows.get("kernel"), "[64, 256] = Σ of 2 terms [8, 16] ⊗ [8, 16]");
 * assertEquals(rows.get("parameters"), 512);
 * assertEquals(rows.get("dense parameters"), 16_384);
 * ```
 */
export function layerTable(layer: tf.layers.Layer): Table {
  checkFields("show a layer", "it", layer, ["getClassName"], "a layer");
  return displayTable({
    columns: ["layer", layer.name],
    rows: [
      ["kind", layer.getClassName()],
      ...layer.built ? weights(layer) : wishes(layer),
    ],
  });
}

/** Matrices and parameters of a layer that has its weights. */
function weights(layer: tf.layers.Layer): [string, string | number][] {
  const products = Object.entries(kroneckersOf(layer));
  const isFactor = /(^|\/|_)factor_\d+$/;
  const others = layer.weights.filter(({ originalName }) =>
    products.length === 0 || !isFactor.test(originalName)
  );
  const [dense, own] = [denseParametersOf(layer), layer.countParams()];
  return [
    ...products.map(([name, k]) => [name, formula(k)] as [string, string]),
    ...others.map(({ originalName, shape }) =>
      [originalName.split("/").at(-1)!, size(shape)] as [string, string]
    ),
    ["parameters", own],
    ...dense === own ? [] : [
      ["dense parameters", dense] as [string, number],
      ["times smaller", dense / own] as [string, number],
    ],
  ];
}

/** What a layer was asked for that is not built yet. */
function wishes(layer: tf.layers.Layer): [string, string | number][] {
  const options = Object.entries(layer.getConfig()).flatMap(
    ([name, value]): [string, string | number][] => {
      if (typeof value === "number") return [[name, value]];
      const isSizes = Array.isArray(value) &&
        value.every((size) => typeof size === "number");
      if (isSizes) return [[name, size(value as number[])]];
      if (name !== "factored" || !isObject(value)) return [];
      return [[name, wishedFactors(value)]];
    },
  );
  return [...options, ["weights", "none yet: drawn when it is first applied"]];
}

/** How a layer's matrices are to be factored, all or those that are named. */
function wishedFactors(factored: object): string {
  if ("rank" in factored) return factoredText(factored as FactoredMatrix);
  return Object.entries(factored)
    .map(([matrix, part]) => `${matrix}: ${factoredText(part)}`)
    .join("; ");
}

function formula({ rows, columns, factors }: KroneckerProducts): string {
  const rank = factors[0].shape[0];
  const terms = rank === 1 ? "" : `Σ of ${rank} terms `;
  const product = factors.map(({ shape }) => size(shape.slice(1))).join(" ⊗ ");
  return `${size([rows, columns])} = ${terms}${product}`;
}

function size(shape: readonly (number | null)[]): string {
  return `[${shape.map(String).join(", ")}]`;
}
