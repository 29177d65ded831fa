/**
 * `deno task expressiveness`: the standard sweep of ranks, dimensions and fits, as one
 * self-contained HTML report with interactive figures.
 *
 * @module
 */

import { approximationCurve } from "../analysis/approximation_curve.ts";
import { compareStacks } from "../analysis/compare_stacks.ts";
import { stackJacobianRank } from "../analysis/jacobian_rank.ts";
import { evenStack, rankGrowth } from "../analysis/rank_growth.ts";
import { spectrum } from "../analysis/spectrum.ts";
import { type Stack, stackParameters } from "../analysis/stack.ts";
import { chain, drawValues, writeValues } from "../analysis/stack_values.ts";
import { tf } from "../engine/tf.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { randomSource } from "../matrix/random_source.ts";
import { rearrange } from "../matrix/rearrange.ts";
import {
  approximationFigure,
  type ApproximationSeries,
  approximationTable,
} from "../plot/approximation_figure.ts";
import type { Figure } from "../plot/figure.ts";
import {
  dimensionCurves,
  rankCurves,
  rankGrowthTable,
  rankHeatmap,
} from "../plot/rank_figures.ts";
import { type ReportSection, writeReport } from "../plot/report.ts";
import { spectrumFigure } from "../plot/spectrum_figure.ts";
import { renderSvg } from "../plot/svg.ts";
import {
  fourierTarget,
  orthogonalTarget,
  randomTarget,
  trainedTarget,
} from "./expressiveness_targets.ts";

const DEPTHS = [1, 2, 3, 4, 5, 6];

/** Called when another stack is done. */
type Tick = () => void;

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
      "A layer of rank r is a sum of r Kronecker products. A stack of L such layers is one too, of min(r^L, 64) products here: exact ranks, computed modulo primes. At rank 1 nothing grows, as long as all layers split their sizes alike.",
    ],
    figure: rankCurves(rows, "8 × 8"),
  };
}

function exactSection(tick: Tick): ReportSection[] {
  const rows = rankGrowth({
    factors: [4, 4],
    ranks: [1, 2, 3, 4, 6],
    depths: DEPTHS.slice(0, 5),
    withDimension: true,
    onStack: tick,
  });
  const mixed = rankGrowth({
    factors: [[2, 8], [8, 2]],
    ranks: [1, 2],
    depths: DEPTHS.slice(0, 5),
    withDimension: true,
    onStack: tick,
  });
  return [
    {
      heading: "Rank by depth, with the proven ceiling",
      paragraphs: [
        "The number in a cell is the exact generic Kronecker rank of the product, the one below it the proven ceiling (the least cut of the tensor network).",
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
        "Layers of (2, 8) and (8, 2) in turn, all 16 × 16: the rank grows even at rank 1, as the split of one layer mixes what the other keeps apart.",
      ],
      table: rankGrowthTable(mixed),
    },
  ];
}

function activationSection(tick: Tick): ReportSection {
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
      "Rank of the Jacobian of all outputs on 32 random inputs by all factor entries (4 × 4 layers, float32, tolerance 2^-23 times the larger side). An activation between the layers ends the change of basis there, so that more parameters count.",
    ],
    table: {
      columns: ["rank", "depth", "parameters", "linear", "relu", "tanh"],
      rows,
    },
  };
}

function spectrumSection(tick: Tick): ReportSection {
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
      "Kronecker spectra of random stacks of rank 3 flatten with depth",
    ),
  };
}

/** Stacks for a 16 × 16 matrix, about 64, 128 and 192 parameters each kind. */
const KINDS: Readonly<Record<string, readonly Stack[]>> = {
  "one layer": [2, 4, 6].map((rank) => evenStack([4, 4], rank, 1)),
  "depth 2": [1, 2, 3].map((rank) => evenStack([4, 4], rank, 2)),
  "depth 3": [1, 2].map((rank) => evenStack([4, 4], rank, 3)),
  "unequal splits": [1, 2, 3].map((depth) =>
    evenStack([[2, 8], [8, 2]], 1, depth)
  ),
  "low rank": [2, 4, 6].map((rank) => [lowRank(rank, 16, 16)]),
};

/** Stacks for the trained 64 × 16 kernel. */
const TRAINED_KINDS: Readonly<Record<string, readonly Stack[]>> = {
  "one layer": [2, 4, 6].map((rank) => [tall(rank)]),
  "depth 2": [1, 2, 4].map((rank) => [
    tall(rank),
    ...evenStack([4, 4], rank, 1),
  ]),
  "low rank": [2, 3, 5].map((rank) => [lowRank(rank, 64, 16)]),
};

function lowRank(rank: number, rows: number, columns: number): Stack[number] {
  return { rank, rowFactors: [rows, 1], columnFactors: [1, columns] };
}

function tall(rank: number): Stack[number] {
  return { rank, rowFactors: [8, 8], columnFactors: [4, 4] };
}

function approximationSection(
  name: string,
  target: Matrix,
  kinds: Readonly<Record<string, readonly Stack[]>>,
  tick: Tick,
): ReportSection {
  const series: ApproximationSeries = Object.fromEntries(
    Object.entries(kinds).map(([kind, stacks]) => [
      kind,
      approximationCurve(target, stacks, { onStack: tick }),
    ]),
  );
  return {
    heading: `How close stacks come to ${name}`,
    paragraphs: [
      "Best of three random starts by gradient descent and three by alternating least squares; a single layer's error is the optimum by singular values.",
    ],
    table: approximationTable(series),
    figure: approximationFigure(
      series,
      `Error of stacks fitted to ${name}, by parameters`,
    ),
  };
}

function shapesSection(target: Matrix, tick: Tick): ReportSection {
  const rank = 4;
  const one = (rowFactors: number[], columnFactors: number[]) => [
    { rank, rowFactors, columnFactors },
  ];
  const rows = compareStacks(target, {
    "balanced (4, 4) × (4, 4)": one([4, 4], [4, 4]),
    "skewed (8, 2) × (2, 8)": one([8, 2], [2, 8]),
    "low rank (16, 1) × (1, 16)": one([16, 1], [1, 16]),
  }, { onStack: tick });
  return {
    heading: "Factor shapes at equal parameters",
    paragraphs: [
      "One layer of rank 4 on 16 × 16 with 128 parameters: the shape of the factors trades multiply–adds against matrix rank. The dense matrix takes 256 of both. The error is that of the best fit to a random matrix.",
    ],
    table: {
      columns: [
        "factors",
        "parameters",
        "multiply–adds",
        "matrix rank",
        "Kronecker rank",
        "dimension",
        "error",
      ],
      rows: rows.map((row) => [
        row.name,
        row.parameters,
        row.multiplyAdds,
        row.matrixRank,
        row.kroneckerRank,
        row.dimension,
        row.error,
      ]),
    },
  };
}

/** The digits that the trained target is trained on. */
async function readDigits(): Promise<string> {
  const path = new URL("../../data/digits8x8/digits.csv.gz", import.meta.url);
  const file = await Deno.open(path);
  const stream = file.readable.pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}

/** Runs the sweep and writes the report and its figures into a folder. */
async function main(folder: string): Promise<void> {
  const started = performance.now();
  await Deno.mkdir(folder, { recursive: true });
  const total = 30 + 25 + 10 + 6 + 4 + 3 + 3 * 14 + 9;
  const bar = progress(total, { label: "expressiveness" });
  const tick = () => bar.tick();
  const trained = await trainedTarget(await readDigits());
  const random = randomTarget(16, 1);
  const percent = (100 * trained.accuracy).toFixed(1);
  const targets: [string, Matrix, typeof KINDS][] = [
    ["a random matrix", random, KINDS],
    ["an orthogonal matrix", orthogonalTarget(16, 1), KINDS],
    ["the Fourier transform of 8 numbers", fourierTarget(16), KINDS],
    [
      `a trained kernel (digits, ${percent} % right)`,
      trained.kernel,
      TRAINED_KINDS,
    ],
  ];
  const sections = [
    rankGrowthSection(tick),
    ...exactSection(tick),
    spectrumSection(tick),
    activationSection(tick),
    shapesSection(random, tick),
    ...targets.map(([name, target, kinds]) =>
      approximationSection(name, target, kinds, tick)
    ),
  ];
  bar.done();
  const title = "What stacked Kronecker layers can express";
  await writeReport(`${folder}/expressiveness.html`, { title, sections });
  const figures = sections.flatMap(({ figure }) => figure ?? []);
  for (const [i, each] of figures.entries()) {
    await Deno.writeTextFile(
      `${folder}/expressiveness_${i + 1}.svg`,
      await renderSvg(each as Figure),
    );
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  // deno-lint-ignore no-console -- what the task says at its end
  console.log(
    `Wrote ${folder}/expressiveness.html and ${figures.length} figures beside it in ${seconds} s`,
  );
}

/** Shows how many of the stacks are done, on one line. */
function progress(
  total: number,
  { label }: { label: string },
): { tick(n?: number): void; done(): void } {
  let count = 0;
  const encoder = new TextEncoder();
  return {
    tick(n = 1) {
      count += n;
      Deno.stderr.writeSync(encoder.encode(`\r${label} ${count}/${total}`));
    },
    done() {
      Deno.stderr.writeSync(encoder.encode("\n"));
    },
  };
}

if (import.meta.main) await main(Deno.args[0] ?? "output");
