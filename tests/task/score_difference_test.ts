import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  describeDifference,
  readBaseline,
} from "../../lib/task/score_difference.ts";
import { bleuMetric } from "../../lib/text/bleu.ts";
import { chrfMetric } from "../../lib/text/chrf.ts";
import { pairedBootstrap } from "../../lib/text/paired_bootstrap.ts";
import { testInFolder } from "../support/test_in_folder.ts";

testInFolder(
  "readBaseline() takes as many lines as sentences, empty ones too",
  async (folder) => {
    const path = join(folder, "baseline.txt");
    await Deno.writeTextFile(path, "a b .\r\n\nc\n");
    assertEquals(await readBaseline(path, 3), ["a b .", "", "c"]);
    await assertRejects(
      () => readBaseline(path, 2),
      SyntaxError,
      "a line for each of 2 sentences: got 3",
    );
    await assertRejects(
      () => readBaseline(path, 4),
      SyntaxError,
      "Cannot compare with baseline.txt as it must have a line for each of 4 sentences: got 3",
    );
    await assertRejects(
      () => readBaseline(join(folder, "none"), 4),
      Deno.errors.NotFound,
      "none",
    );
  },
);

Deno.test("describeDifference() is the system's scores less the baseline's", () => {
  const references = ["a b c d e", "b c d e.f", "c d e f g", "d e f g h"];
  const hypotheses = ["a b c d e", "b c d e . f", "c d e f g", "d e f x h"];
  const baseline = ["a b c d", "b c x e . f", "c d e f g", "d e f g h"];
  const difference = (tokenize: "none" | "13a") =>
    describeDifference({ hypotheses, references }, { baseline, tokenize });
  const metrics = {
    BLEU: bleuMetric({ tokenize: "none" }),
    chrF: chrfMetric(),
  };
  const expected = Object.entries(metrics).map(([label, metric]) => {
    const { system, baseline: base, difference: { interval }, pValue } =
      pairedBootstrap({
        references,
        baseline,
        system: hypotheses,
        metric,
        seed: 1,
      });
    return `${label} ${(system.value - base.value).toFixed(2)}, 95 % interval ${
      interval.map((bound) => bound.toFixed(2)).join(" to ")
    }, p ${pValue.toFixed(3)}`;
  });
  assertEquals(difference("none"), expected);
  assertEquals(difference("13a")[0] === expected[0], false); // "e.f" is three
});

Deno.test("describeDifference() compares in lower case what only one side has in upper case", () => {
  const cased = ["Ab c D e f", "G h I j k", "l m n o p"];
  const lower = cased.map((text) => text.toLowerCase());
  const difference = (
    hypotheses: string[],
    baseline: string[],
    references: string[],
  ) =>
    describeDifference({ hypotheses, references }, {
      baseline,
      tokenize: "none",
    });
  const said = "All in lower case, as only one of them has upper case.";
  const none = difference(lower, lower, lower);
  assertEquals(none.length, 2);
  // each translator has its own case in the references
  assertEquals(difference(cased, lower, cased), [said, ...none]);
  assertEquals(difference(lower, cased, lower), [said, ...none]);
  assertEquals(difference(cased, cased, cased), none);
  const worse = ["ab c d x y", "g h z j k", "l m n o p"];
  const better = difference(lower, worse, lower);
  assertNotEquals(better, none);
  assertEquals(difference(cased, worse, cased), [said, ...better]);
});
