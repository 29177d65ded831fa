import { assert, assertEquals } from "@std/assert";
import { approximationCurve } from "../../lib/analysis/approximation_curve.ts";
import { rankErrorProbability } from "../../lib/analysis/generic_rank.ts";
import { evenStack } from "../../lib/analysis/rank_growth.ts";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { KINDS, shapesSection } from "../../lib/task/expressiveness_fits.ts";
import {
  activationSection,
  spectrumSection,
} from "../../lib/task/expressiveness_ranks.ts";
import {
  fourierTarget,
  orthogonalTarget,
  randomTarget,
} from "../../lib/task/expressiveness_targets.ts";
import { markdownRows } from "../support/markdown_rows.ts";
import { canRead } from "../support/permissions.ts";

const DOCUMENT = new URL("../../docs/expressiveness.md", import.meta.url);

Deno.test({
  name: "docs/expressiveness.md has the ranks that are computed today",
  ignore: !canRead,
  fn: async () => {
    await useBackend("cpu");
    const found = await markdownRows(DOCUMENT);
    const jacobians = activationSection(() => {}).table!.rows;
    for (const row of jacobians.filter(([, depth]) => depth === 3)) {
      assert(found.some((cells) => `${cells}` === `${row}`), `${row}`);
    }
    const probabilities = [
      rankErrorProbability(evenStack([4, 4], 3, 2), 9),
      rankErrorProbability(evenStack([8, 8], 5, 3), 64),
    ].map((probability) => probability.toExponential(1));
    const bounds = found.filter((cells) => /e-\d+$/.test(cells.at(-1)!));
    assertEquals(
      bounds.slice(0, 2).map((cells) => cells.at(-1)),
      probabilities,
    );
    const spectra = spectrumSection(() => {}).table!.rows;
    const effective = spectra.map(([, , rank]) => Number(rank).toFixed(1));
    const text = await Deno.readTextFile(DOCUMENT);
    const said =
      /exact ranks are 3, 9, 27, 64, the\s+effective ones ([\d., ]+)\./;
    assertEquals(text.match(said)?.[1].split(", "), effective);
  },
});

Deno.test({
  name: "docs/expressiveness.md has the errors of fits that are found today",
  ignore: !canRead,
  fn: async () => {
    const found = await markdownRows(DOCUMENT);
    const random = randomTarget(16, 1);
    const stacks = ["one layer", "depth 2", "depth 3", "low rank"]
      .map((kind) => KINDS[kind].at(-1)!);
    const curves = [random, orthogonalTarget(16, 1), fourierTarget(16)]
      .map((target) => approximationCurve(target, stacks));
    const start = found.findIndex(([name]) => name === "192 parameters") + 2;
    assertEquals(
      found.slice(start, start + stacks.length).map((cells) => cells.slice(1)),
      stacks.map((_, s) => [
        ...curves.map((curve) => errorText(curve[s].error)),
        `${curves[0][s].multiplyAdds}`,
      ]),
    );
    const shapes = shapesSection(random, () => {}).table!.rows;
    const shapesStart = found.findIndex(([name]) => name === "factors") + 2;
    assertEquals(
      found.slice(shapesStart, shapesStart + shapes.length)
        .map((cells) => cells.slice(1)),
      shapes.map(([, , ...numbers]) => [
        ...numbers.slice(0, -1).map(String),
        errorText(Number(numbers.at(-1))),
      ]),
    );
  },
});

/** An error as the document writes it, such as `".475"`. */
function errorText(error: number): string {
  return error.toFixed(3).replace(/^0/, "");
}
