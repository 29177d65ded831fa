/**
 * `deno task expressiveness`: the standard sweep of ranks, dimensions and fits, as one
 * self-contained HTML report with interactive figures.
 *
 * @module
 */

import { prepareFolder } from "../convert/prepare_folder.ts";
import { writeAtomically } from "../convert/write_atomically.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { writeReport } from "../plot/report.ts";
import { renderSvg } from "../plot/svg.ts";
import { progress } from "../train/progress.ts";
import { askedOptions } from "./asked_options.ts";
import {
  approximationSection,
  KINDS,
  shapesSection,
  type StackKinds,
  TRAINED_KINDS,
} from "./expressiveness_fits.ts";
import {
  ACTIVATION_STACKS,
  activationSection,
  exactSections,
  RANK_STACKS,
  rankGrowthSection,
  spectrumSection,
} from "./expressiveness_ranks.ts";
import {
  fourierTarget,
  orthogonalTarget,
  randomTarget,
  trainedTarget,
} from "./expressiveness_targets.ts";
import { readDigits } from "./pictures.ts";
import { say } from "./say.ts";
import { runTask } from "./task_options.ts";

/** What a stack takes as measured, in units of 15 ms, so that the time left is near. */
const COSTS = { rank: 1, activation: 100, fit: 18 };

/** How many stacks {@linkcode shapesSection} fits. */
const SHAPES = 3;

const OPTIONS = {
  output: {
    type: "folder",
    default: "output",
    help: "folder for the report and its figures",
  },
} as const;

/**
 * Runs the sweep and writes the report and its figures into a folder.
 *
 * @param args Command line.
 * @returns The exit code.
 * @throws {SyntaxError} If the command line does not fit.
 */
export async function expressiveness(args: readonly string[]): Promise<number> {
  const options = askedOptions(args, OPTIONS, {
    usage: "deno task expressiveness",
    about:
      "Computes exact ranks and dimensions of stacks of Kronecker layers, fits them to matrices, and writes it all as one page with interactive figures.",
  });
  if (!options) return 0;
  const folder = options.output;
  const started = performance.now();
  await prepareFolder(folder);
  const trained = await trainedTarget(await readDigits());
  const random = randomTarget(16, 1);
  const percent = (100 * trained.accuracy).toFixed(1);
  const targets: [string, Matrix, StackKinds][] = [
    ["a random matrix", random, KINDS],
    ["an orthogonal matrix", orthogonalTarget(16, 1), KINDS],
    ["the Fourier transform of 8 numbers", fourierTarget(16), KINDS],
    [
      `a trained kernel (digits, ${percent} % right)`,
      trained.kernel,
      TRAINED_KINDS,
    ],
  ];
  const fits = targets.map(([, , kinds]) => Object.values(kinds).flat().length);
  const total = COSTS.rank * RANK_STACKS +
    COSTS.activation * ACTIVATION_STACKS +
    COSTS.fit * fits.reduce((sum, count) => sum + count, SHAPES);
  using bar = progress(total, { label: "expressiveness" });
  const tick = (kind: keyof typeof COSTS) => () => bar.tick(COSTS[kind]);
  const sections = [
    rankGrowthSection(tick("rank")),
    ...exactSections(tick("rank")),
    spectrumSection(tick("rank")),
    activationSection(tick("activation")),
    shapesSection(random, tick("fit")),
    ...targets.map(([name, target, kinds]) =>
      approximationSection(name, target, kinds, tick("fit"))
    ),
  ];
  bar.done();
  const title = "What stacked Kronecker layers can express";
  await writeReport(`${folder}/expressiveness.html`, { title, sections });
  const figures = sections.flatMap(({ figure }) => figure ?? []);
  for (const [i, each] of figures.entries()) {
    await writeAtomically(
      `${folder}/expressiveness_${i + 1}.svg`,
      await renderSvg(each),
    );
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  say(
    `Wrote ${folder}/expressiveness.html and ${figures.length} figures beside it in ${seconds} s`,
  );
  return 0;
}

if (import.meta.main) await runTask(expressiveness);
