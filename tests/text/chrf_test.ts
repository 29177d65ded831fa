import { assertAlmostEquals, assertEquals } from "@std/assert";
import { chrf } from "../../lib/text/chrf.ts";
import golden from "../golden/bleu.json" with { type: "json" };
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const { hypotheses, references } = golden;

for (const { options, corpus, sentences } of golden.chrf) {
  const text = JSON.stringify(options);

  Deno.test(`chrf() of 200 pairs is sacrebleu's with ${text}`, () => {
    assertAlmostEquals(chrf(hypotheses, references, options), corpus, 1e-9);
  });

  Deno.test(`chrf() of each sentence is sacrebleu's with ${text}`, () => {
    for (const [i, expected] of sentences.entries()) {
      const score = chrf([hypotheses[i]], [references[i]], options);
      assertAlmostEquals(score, expected, 1e-9, JSON.stringify(hypotheses[i]));
    }
  });
}

Deno.test("chrf() is 100 for the same text and 0 for an empty one", () => {
  assertAlmostEquals(chrf(["Yes, please."], ["Yes, please."]), 100, 1e-9);
  assertEquals(chrf([""], ["Yes, please."]), 0);
});

Deno.test("chrf() refuses what are no lists of sentences, and options that are none", () =>
  assertRefusesArguments("score translations", chrf, [
    [["a b", "a c"], 'hypotheses must be an array of sentences: got "a b"'],
    [[[["a", "b"]], ["a b"]], "hypotheses[0] must be a string: got an array"],
    [
      [["a", "b"], ["a", undefined]],
      "references[1] must be a string: got undefined",
    ],
    [
      [["a"], ["a"], { lower: true }],
      "each option must be one of lowercase: got lower",
    ],
  ]));
