import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  checkSameTraining,
  type ReproductionResult,
} from "../../lib/task/reproduction_result.ts";
import { reproductionRuns } from "../../lib/task/reproduction_runs.ts";
import { equalTimeEpochs } from "../../lib/task/step_times.ts";
import { shippedPairs } from "../../lib/task/translation_pairs.ts";
import { bleu } from "../../lib/text/bleu.ts";
import { chrf } from "../../lib/text/chrf.ts";
import { words } from "../../lib/text/words.ts";
import { canRead } from "../support/permissions.ts";

const KNOWN = new URL("../../docs/reproduction.json", import.meta.url);

Deno.test({
  name: "docs/reproduction.json has all trainings of the comparison",
  ignore: !canRead,
  fn: async () => {
    const { times, results } = JSON.parse(await Deno.readTextFile(KNOWN));
    const epochs = equalTimeEpochs(times);
    const runs = reproductionRuns({ seeds: 3, epochs });
    const found = results as ReproductionResult[];
    assertEquals(found.map(({ name }) => name), runs.map(({ name }) => name));
    runs.forEach((run, i) => checkSameTraining(run, found[i], KNOWN.pathname));
  },
});

Deno.test({
  name: "docs/reproduction.json has the scores of its translations",
  ignore: !canRead,
  fn: async () => {
    const { results } = JSON.parse(await Deno.readTextFile(KNOWN));
    const { target } = await shippedPairs("test");
    const references = target.map((text) => words(text).join(" "));
    for (const result of results as ReproductionResult[]) {
      const { name, hypotheses, curve, best, settings, others } = result;
      const { score } = bleu(hypotheses, references, { tokenize: "none" });
      assertAlmostEquals(score, result.bleu, 1e-9, name);
      assertAlmostEquals(chrf(hypotheses, references), result.chrf, 1e-9, name);
      assertEquals(curve.length, settings.epochs, name);
      assertEquals(curve[best.epoch - 1].validation, best.loss, name);
      for (const { part, beams, bleu } of others) {
        // another search and other pairs, but the same model
        assert(Math.abs(bleu - score) < 5, `${name}, ${part}, ${beams}`);
      }
    }
  },
});
