import { stackJacobianRank } from "../analysis/jacobian_rank.ts";
import { evenStack, rankGrowth } from "../analysis/rank_growth.ts";
import { spectrum } from "../analysis/spectrum.ts";
import { stackParameters } from "../analysis/stack.ts";
import { chain, drawValues, writeValues } from "../analysis/stack_values.ts";
import { tf } from "../engine/tf.ts";
import { randomSource } from "../matrix/random_source.ts";
import { rearrange } from "../matrix/rearrange.ts";
import {
  dimensionCurves,
  rankCurves,
  rankGrowthTable,
  rankHeatmap,
} from "../plot/rank_figures.ts";
import type { ReportSection } from "../plot/report.ts";
import { spectrumFigure } from "../plot/spectrum_figure.ts";

const DEPTHS = [1, 2, 3, 4, 5, 6];

/** Called when another stack is done. */
export type Tick = () => void;

/**
 * How many stacks {@linkcode rankGrowthSection}, {@linkcode exactSections} and
 * {@linkcode spectrumSection} compute.
 */
export const RANK_STACKS: number = 30 + 25 + 12 + 4;

/** How many stacks {@linkcode activationSection} computes. */
export const ACTIVATION_STACKS = 6;

/**
 * How the Kronecker rank grows with depth: the section that the demo's report shows too.
 *
 * @param tick Called after each stack, for a progress bar.
 * @returns A section with a figure.
 */
export function rankGrowthSection(tick?: Tick): ReportSection {
  const rows = rankGrowth({
    factors: [8, 8],
    ranks: [1, 2, 3, 5, 8],
    depths: DEPTHS,
    ...tick && { onStack: tick },
  });
  return {
    heading: "Each layer multiplies the Kronecker rank",
    paragraphs: [
      "A layer of rank r is a sum of r Kronecker products. A stack of L such layers is one too, of min(rᴸ, 64) products here: exact ranks, computed modulo primes. At rank 1 nothing grows, as long as all layers split their sizes alike.",
    ],
    figure: rankCurves(rows, "8 × 8"),
  };
}

/**
 * Exact ranks and dimensions of small stacks.
 *
 * @param tick Called after each stack.
 * @returns Three sections.
 */
export function exactSections(tick: Tick): ReportSection[] {
  const rows = rankGrowth({
    factors: [4, 4],
    ranks: [1, 2, 3, 4, 6],
    depths: DEPTHS.slice(0, 5),
    withDimension: true,
    onStack: tick,
  });
  const mixed = rankGrowth({
    factors: [[4, 16], [16, 4]],
    ranks: [1, 2],
    depths: DEPTHS,
    onStack: tick,
  });
  return [
    {
      heading: "Rank by depth, with the proven ceiling",
      paragraphs: [
        "The exact generic Kronecker rank of the product and its proven ceiling, the least cut of the tensor network; in a cell of the figure the ceiling stands below the rank.",
      ],
      table: rankGrowthTable(rows),
      figure: rankHeatmap(rows, "4 × 4"),
    },
    {
      heading: "Dimension against parameters",
      paragraphs: [
        "The dimension of the set of products counts the parameters that are not gauge freedom: changes of the factors that leave the product as it is. The rank saturates long before the dimension does.",
      ],
      figure: dimensionCurves(rows, "4 × 4"),
    },
    {
      heading: "Splitting the sizes differently from layer to layer",
      paragraphs: [
        "Layers of (4, 16) and (16, 4) in turn, all 64 × 64: the rank grows even at rank 1, as the split of one layer mixes what the other keeps apart. At an odd depth the product is split (4, 16) × (4, 16), which has room for 16 terms; at an even depth (4, 16) × (16, 4) has room for 64.",
      ],
      table: rankGrowthTable(mixed),
    },
  ];
}

/**
 * Ranks of Jacobians with activations between the layers.
 *
 * @param tick Called after each stack.
 * @returns A section with a table.
 */
export function activationSection(tick: Tick): ReportSection {
  const inputs = tf.randomNormal([32, 16], 0, 1, "float32", 1);
  const rows = [1, 2].flatMap((rank) =>
    [1, 2, 3].map((depth) => {
      const stack = evenStack([4, 4], rank, depth);
      const ranks = (["linear", "relu", "tanh"] as const).map((activation) =>
        stackJacobianRank(stack, inputs, { activation }).rank
      );
      tick();
      return [rank, depth, stackParameters(stack), ...ranks];
    })
  );
  inputs.dispose();
  return {
    heading: "With activations between the layers",
    paragraphs: [
      "Rank of the Jacobian of all outputs on 32 random inputs by all factor entries (4 × 4 layers, float32, tolerance 2⁻²³ times the larger side). An activation between the layers ends the change of basis there, so that more parameters count.",
    ],
    table: {
      columns: ["rank", "depth", "parameters", "linear", "relu", "tanh"],
      rows,
    },
  };
}

/**
 * Kronecker spectra of random stacks.
 *
 * @param tick Called after each stack.
 * @returns A section with a table and a figure.
 */
export function spectrumSection(tick: Tick): ReportSection {
  const random = randomSource(1);
  const spectra = [1, 2, 3, 4].map((depth) => {
    const stack = evenStack([8, 8], 3, depth);
    const values = drawValues(stack, random);
    const product = chain(
      ...stack.map((layer, l) => writeValues(layer, values[l])),
    );
    tick();
    return spectrum(rearrange(product, stack[0]));
  });
  return {
    heading: "The rank of real weights is softer than the exact one",
    paragraphs: [
      "Random normal factors of rank 3, 8 × 8. The number of singular values that are not zero is the exact rank, 3, 9, 27, 64, but many are small: the effective rank (of their entropy) grows more slowly.",
    ],
    table: {
      columns: ["depth", "rank", "effective rank", "stable rank"],
      rows: spectra.map(({ rank, effectiveRank, stableRank }, i) => [
        i + 1,
        rank,
        effectiveRank,
        stableRank,
      ]),
    },
    figure: spectrumFigure(
      Object.fromEntries(
        spectra.map(({ values }, i) => [`depth ${i + 1}`, values]),
      ),
      "Kronecker spectra of random stacks of rank 3 fill up with depth",
    ),
  };
}
