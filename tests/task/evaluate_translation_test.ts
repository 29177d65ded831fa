import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  describeScore,
  evaluateTranslator,
} from "../../lib/task/evaluate_translation.ts";
import { bleu } from "../../lib/text/bleu.ts";
import { chrf } from "../../lib/text/chrf.ts";
import { SubwordTokenizer } from "../../lib/text/subword_tokenizer.ts";
import { Translator } from "../../lib/train/translator.ts";
import { smallTransformer } from "../support/small_transformer.ts";
import { smallTranslator } from "../support/small_translator.ts";

const PAIRS = {
  source: ["A b c", "d e!", "a b c d e f g a"],
  target: ["V, w", "v w x y z v w x", "y"],
};

Deno.test("evaluateTranslator() compares words and signs in lower case", async () => {
  const translator = smallTranslator();
  const score = await evaluateTranslator(translator, PAIRS, {
    tokenize: "none",
    beams: 2,
    lengthPenalty: 0,
  });
  assertEquals(score.references, ["v , w", "v w x y z v w x", "y"]);
  assertEquals(
    score.hypotheses,
    await translator.translate(PAIRS.source, {
      beams: 2,
      lengthPenalty: 0,
      cut: true,
    }),
  );
  assertEquals(
    score.bleu,
    bleu(score.hypotheses, score.references, { tokenize: "none" }),
  );
  assertEquals(score.chrf, chrf(score.hypotheses, score.references));
  assertEquals(score.cut, { source: 1, target: 1 });
  assertAlmostEquals(score.unknown, 1 / 13); // the last is cut behind 7 words
  const words = score.hypotheses.join(" ").split(" ").length;
  assertAlmostEquals(score.wordsPerSecond * score.seconds, words, 1e-6);
  translator.dispose();
});

Deno.test("evaluateTranslator() puts spaces between the words of subwords", async () => {
  const parts = ["▁", "g", "o", "!", "a", "b", "c"];
  const tokenizer = new SubwordTokenizer({ parts, merges: [] });
  const translator = new Translator({
    model: smallTransformer({ sourceSize: 11, targetSize: 11 }),
    kind: "subwords",
    source: tokenizer,
    target: tokenizer,
  });
  translator.translate = () => Promise.resolve(["go go!", "a,b"]);
  const { hypotheses, references, bleu } = await evaluateTranslator(
    translator,
    { source: ["a", "b"], target: ["Go go!", "a , b"] },
    { tokenize: "none" },
  );
  assertEquals(hypotheses, ["go go !", "a , b"]);
  assertEquals(references, hypotheses);
  assertAlmostEquals(bleu.precisions[0], 100);
  translator.dispose();
});

Deno.test("evaluateTranslator() scores texts as people write them where BLEU splits them", async () => {
  const translator = smallTranslator();
  translator.translate = () => Promise.resolve(["v , w !", "y ' s", "z"]);
  const pairs = { ...PAIRS, target: ["V, w!", "Y's 3.5", "z"] };
  for (const tokenize of ["13a", "char"] as const) {
    const score = await evaluateTranslator(translator, pairs, { tokenize });
    assertEquals(score.hypotheses, ["v, w!", "y's", "z"]);
    assertEquals(score.references, ["v, w!", "y's 3.5", "z"]);
    const { hypotheses, references } = score;
    assertEquals(score.bleu, bleu(hypotheses, references, { tokenize }));
    assertEquals(score.chrf, chrf(hypotheses, references));
    // words and signs, however the texts are scored
    assertAlmostEquals(score.wordsPerSecond * score.seconds, 8, 1e-6);
  }
  translator.dispose();
});

Deno.test("describeScore() shows numbers, what was cut, and samples from all over", async () => {
  const translator = smallTranslator();
  const options = { tokenize: "13a", beams: 1 } as const;
  const score = await evaluateTranslator(translator, PAIRS, options);
  const lines = describeScore(score, {
    ...options,
    translator,
    source: PAIRS.source,
    loss: 1.25,
    samples: 2,
  });
  assertEquals(
    lines[0],
    `${
      translator.model.countParams().toLocaleString("en-US")
    } parameters, 3 sentences, 7.7 % of their words unknown`,
  );
  assertEquals(
    lines[1],
    "Cut, as they are longer than the model's positions: 1 sentences, and 1 right translations for the loss",
  );
  assertEquals(
    lines[2],
    `BLEU (13a) ${score.bleu.score.toFixed(2)}, chrF ${
      score.chrf.toFixed(2)
    }, loss 1.250 nats a word`,
  );
  assert(/^\d+\.\d s, \d+ words\/s, greedy$/.test(lines[3]), lines[3]);
  assertEquals(
    lines.slice(4),
    [0, 1].map((place) =>
      `\n  ${PAIRS.source[place]}\n= ${score.hypotheses[place]}\n  ${
        score.references[place]
      }`
    ),
  );
  translator.dispose();
});

Deno.test("evaluateTranslator() leaves case and signs as a cased translator of subwords has them", async () => {
  const parts = ["▁", "G", "o", "!", "a", "b"];
  const tokenizer = new SubwordTokenizer({ parts, merges: [] }, {
    lowerCase: false,
  });
  const translator = new Translator({
    model: smallTransformer({ sourceSize: 10, targetSize: 10 }),
    kind: "subwords",
    source: tokenizer,
    target: tokenizer,
    lowerCase: false,
  });
  translator.translate = () => Promise.resolve(["Go go !"]);
  const { hypotheses, references } = await evaluateTranslator(
    translator,
    { source: ["a"], target: ["Go! A"] },
    { tokenize: "13a" },
  );
  assertEquals([hypotheses, references], [["Go go !"], ["Go! A"]]);
  translator.dispose();
});
