import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { useBackend } from "../../lib/engine/use_backend.ts";
import { checkSameTraining } from "../../lib/task/finished_reproduction.ts";
import { readKnownResults } from "../../lib/task/known_results.ts";
import { meanText } from "../../lib/task/mean_and_deviation.ts";
import { runReproduction } from "../../lib/task/reproduction_result.ts";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import {
  byModel,
  otherScoreTable,
  scoreTable,
} from "../../lib/task/reproduction_tables.ts";
import { shippedData } from "../../lib/task/shipped_data.ts";
import { equalTimeEpochs } from "../../lib/task/step_times.ts";
import {
  shippedPairs,
  type ShippedPart,
} from "../../lib/task/translation_pairs.ts";
import { bleu } from "../../lib/text/bleu.ts";
import { chrf } from "../../lib/text/chrf.ts";
import { words } from "../../lib/text/words.ts";
import { markdownRows } from "../support/markdown_rows.ts";
import { canRead } from "../support/permissions.ts";
import { testInFolder } from "../support/test_in_folder.ts";

const KNOWN = fileURLToPath(
  new URL("../../docs/reproduction.json", import.meta.url),
);

Deno.test({
  name: "docs/reproduction.json has all trainings of the comparison",
  ignore: !canRead,
  fn: async () => {
    const { times, results } = await readKnownResults(KNOWN);
    const epochs = equalTimeEpochs(times);
    const runs = reproductionRuns({ seeds: 3, epochs });
    assertEquals(results.map(({ name }) => name), runs.map(({ name }) => name));
    runs.forEach((run, i) => checkSameTraining(run, results[i], KNOWN));
  },
});

Deno.test({
  name: "docs/reproduction.json has the scores of its translations",
  ignore: !canRead,
  fn: async () => {
    const { results } = await readKnownResults(KNOWN);
    const referencesOf = async (part: ShippedPart) =>
      (await shippedPairs(part)).target.map((text) => words(text).join(" "));
    const references = await referencesOf("test");
    const large = await referencesOf("large test");
    for (const result of results) {
      const { name, hypotheses, curve, best, settings, others } = result;
      const { score } = bleu(hypotheses, references, { tokenize: "none" });
      assertAlmostEquals(score, result.bleu, 1e-9, name);
      assertAlmostEquals(chrf(hypotheses, references), result.chrf, 1e-9, name);
      assertEquals(curve.length, settings.epochs, name);
      assertEquals(curve[best.epoch - 1].validation, best.loss, name);
      for (const { part, beams, hypotheses, ...other } of others) {
        const label = `${name}, ${part}, ${beams}`;
        if (part === "large test") {
          const { score } = bleu(hypotheses!, large, { tokenize: "none" });
          assertAlmostEquals(other.bleu, score, 1e-9, label);
          assertAlmostEquals(other.chrf, chrf(hypotheses!, large), 1e-9, label);
        }
        // another search or other pairs, but the same model
        assert(Math.abs(other.bleu - score) < 5, label);
      }
    }
  },
});

testInFolder(
  "docs/reproduction.json has what training gives today: its first epoch",
  async (folder) => {
    const { results } = await readKnownResults(KNOWN);
    const known = results.find(({ name }) => name === "converged-narrow-1")!;
    await useBackend();
    const stop = new AbortController();
    let loss = NaN;
    await runReproduction({ ...known, parts: [] }, {
      data: await shippedData(),
      folder,
      signal: stop.signal,
      onStep: ({ validation }) => {
        if (validation === undefined) return;
        loss = validation;
        stop.abort();
      },
    });
    // the last bits differ by backend and processor, and with them all that follows
    assertAlmostEquals(loss, known.curve[0].validation, 0.01);
  },
);

Deno.test({
  name: "README has the scores of docs/reproduction.json",
  ignore: !canRead,
  fn: async () => {
    const { results } = await readKnownResults(KNOWN);
    const found = await markdownRows(
      new URL("../../README.md", import.meta.url),
    );
    const contests = Map.groupBy(results, ({ contest }) => contest);
    for (const [contest, ofContest] of contests) {
      for (const row of scoreTable(ofContest, undefined).rows) {
        const cells = row.filter((_, column) => column !== 2).map(cellText);
        assert(
          found.some((row) => cells.every((cell) => row.includes(cell))),
          `${contest}: ${cells.join(" | ")}`,
        );
      }
    }
    for (const { model, settings, others } of contests.get("converged")!) {
      const large = others.filter(({ part }) => part === "large test");
      if (large.length === 0) continue;
      const cells = [
        model,
        `${settings.seed}`,
        ...large.flatMap((
          { bleu, chrf },
        ) => [bleu.toFixed(2), chrf.toFixed(2)]),
      ];
      assert(
        found.some((row) => `${row}` === `${cells}`),
        cells.join(" | "),
      );
    }
  },
});

Deno.test({
  name: "docs/translation.md has the scores of docs/reproduction.json",
  ignore: !canRead,
  fn: async () => {
    const { results } = await readKnownResults(KNOWN);
    const converged = results.filter(({ contest }) => contest === "converged");
    const found = await markdownRows(
      new URL("../../docs/translation.md", import.meta.url),
    );
    const models = [...byModel(converged).values()];
    const rows = otherScoreTable(converged).rows.map(
      ([model, , ...scores], m) => {
        const { epochs, average } = models[m][0].settings;
        const losses = models[m].map(({ curve }) => curve.at(-1)!.validation);
        const loss = meanText(losses, 3);
        return [model, epochs, average!, ...scores, loss, "now"].map(cellText);
      },
    );
    assertEquals(found.filter((row) => row.at(-1) === "now"), rows);
  },
});

/** A table's cell as the documents write it. */
function cellText(cell: string | number): string {
  return cell.toLocaleString("en-US").replaceAll("\u00a0", " ");
}
