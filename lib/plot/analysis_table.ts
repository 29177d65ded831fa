import type {
  KernelAnalysis,
  ModelAnalysis,
} from "../analysis/analyse_model.ts";
import type { Spectrum } from "../analysis/spectrum.ts";
import { checkFields } from "../error/check_fields.ts";
import { displayTable } from "./display.ts";
import type { Table } from "./table.ts";

/**
 * What `analyseModel` found as a table to read: ranks of each kernel and of each
 * stack's product, ordinary and Kronecker.
 *
 * Where a kernel has more than two factors, the latter are ranks of the first unfolding,
 * which a sum of fewer terms can't have, and are called so.
 *
 * @param analysis What `analyseModel` answered.
 * @returns A table, a row a kernel, then a row a stack; notebooks show it.
 * @throws {TypeError} If it is something else.
 */
export function analysisTable(analysis: ModelAnalysis): Table {
  const needed = "what analyseModel() answers";
  const parts = ["layers", "stacks"];
  checkFields("show an analysis", "it", analysis, parts, needed);
  const { layers, stacks } = analysis;
  const kernels = [...layers, ...stacks];
  const isTerms = kernels.every(({ split }) => split.rowFactors.length <= 2);
  return displayTable({
    columns: [
      "kernel",
      "shape",
      "parameters",
      "dense parameters",
      "rank",
      "effective rank",
      ...isTerms ? ["Kronecker rank", "effective Kronecker rank"] : [
        "rank of the first unfolding",
        "effective rank of the first unfolding",
      ],
      "split",
    ],
    rows: kernels.map(row),
  });
}

function row(kernel: KernelAnalysis): (string | number)[] {
  const { split } = kernel;
  return [
    kernel.layers.join(" · "),
    kernel.shape.join(" × "),
    kernel.parameters,
    kernel.denseParameters,
    ...ranks(kernel.spectrum),
    ...ranks(kernel.kroneckerSpectrum),
    `(${split.rowFactors.join(", ")}) × (${split.columnFactors.join(", ")})`
      .replaceAll(" ", "\u00a0"), // on one line
  ];
}

/** Rank and effective rank; dashes for a kernel that was too large to look into. */
function ranks(spectrum: Spectrum | undefined): (string | number)[] {
  return spectrum
    ? [spectrum.rank, Number(spectrum.effectiveRank.toFixed(1))]
    : ["–", "–"];
}
