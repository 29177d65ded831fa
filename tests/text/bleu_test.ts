import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bleu, type BleuOptions } from "../../lib/text/bleu.ts";
import golden from "../golden/bleu.json" with { type: "json" };
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

const { hypotheses, references } = golden;

for (const { options, corpus, sentences } of golden.bleu) {
  const text = JSON.stringify(options);

  Deno.test(`bleu() of 200 pairs is sacrebleu's with ${text}`, () => {
    const { score, precisions, brevityPenalty, ...counts } = bleu(
      hypotheses,
      references,
      options as BleuOptions,
    );
    const { score: expected, precisions: shares, brevityPenalty: penalty } =
      corpus;
    assertAlmostEquals(score, expected, 1e-9);
    assertAlmostEquals(brevityPenalty, penalty, 1e-12);
    for (const [n, share] of shares.entries()) {
      assertAlmostEquals(precisions[n], share, 1e-9);
    }
    const { counts: matches, totals, hypothesisLength, referenceLength } =
      corpus;
    const expectedCounts = { totals, hypothesisLength, referenceLength };
    assertEquals(counts, { counts: matches, ...expectedCounts });
  });

  Deno.test(`bleu() of each sentence is sacrebleu's with ${text}`, () => {
    for (const [i, expected] of sentences.entries()) {
      const { score } = bleu(
        [hypotheses[i]],
        [references[i]],
        options as BleuOptions,
      );
      assertAlmostEquals(score, expected, 1e-9, JSON.stringify(hypotheses[i]));
    }
  });
}

Deno.test("bleu() of the references themselves is 100", () => {
  const { score } = bleu(references, references);
  assertEquals(score, 100); // Math.exp(Math.log(100)) is above
});

Deno.test("bleu() of nothing but empty translations is 0", () => {
  assertEquals(bleu([""], ["a b"]).score, 0);
  assertEquals(bleu([""], [""]).score, 0);
});

Deno.test("bleu() refuses texts that do not pair up", () => {
  const error = assertThrows(() => bleu(["a", "b"], ["a"]), RangeError);
  assertEquals(
    error.message,
    "Cannot score translations as each must have one reference: got 2 translations and 1 references",
  );
  assertEquals(
    assertThrows(() => bleu([], []), RangeError).message,
    "Cannot score translations as there must be at least one: got none",
  );
});

Deno.test("bleu() refuses names that only sacrebleu has", () => {
  const message = (options: object) =>
    assertThrows(() => bleu(["a"], ["a"], options), RangeError).message;
  assertEquals(
    message({ tokenize: "intl" }),
    "Cannot score translations as tokenize must be 13a or none or char: got intl",
  );
  assertEquals(
    message({ smoothing: "floor" }),
    "Cannot score translations as smoothing must be exp or none: got floor",
  );
});

Deno.test("bleu() refuses what are no lists of sentences, and options that are none", () => {
  const need = "must be an array of sentences: got";
  return assertRefusesArguments("score translations", bleu, [
    [[], `hypotheses ${need} undefined`],
    [["a b", "a c"], `hypotheses ${need} "a b"`],
    [[["a b"]], `references ${need} undefined`],
    [[[["a", "b"]], ["a b"]], "hypotheses[0] must be a string: got an array"],
    [
      [["a", "b"], ["a", undefined]],
      "references[1] must be a string: got undefined",
    ],
    [
      [["a"], ["a"], { lowerCase: true }],
      "each option must be one of tokenize, lowercase, smoothing, effectiveOrder: got lowerCase (did you mean lowercase?)",
    ],
  ]);
});

Deno.test("bleu() splits into characters as sacrebleu does", () => {
  const hypotheses = [
    "我喜欢音乐和苹果。",
    "今天 天气很好！",
    "Tom は学生です 。",
  ];
  const references = [
    "我今天非常喜欢音乐和苹果。",
    "今天天气真好！",
    "トムは学生です。",
  ];
  const { score } = bleu(hypotheses, references, { tokenize: "char" });
  // sacrebleu 2.6.0: BLEU(tokenize="char").corpus_score(hypotheses, [references]).score
  assertAlmostEquals(score, 60.5363667560178, 1e-9);
});

Deno.test("bleu() takes a character of two code units as one", () => {
  const options = { tokenize: "char", smoothing: "none" } as const;
  // whose first units are the same
  assertEquals(bleu(["😀"], ["😁"], options).precisions[0], 0);
  assertEquals(bleu(["😀😀"], ["😀"], options).hypothesisLength, 2);
});
