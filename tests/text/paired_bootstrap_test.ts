import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { bleu } from "../../lib/text/bleu.ts";
import { chrfMetric } from "../../lib/text/chrf.ts";
import { pairedBootstrap } from "../../lib/text/paired_bootstrap.ts";
import type { TextMetric } from "../../lib/text/text_metric.ts";
import golden from "../golden/bleu.json" with { type: "json" };
import { assertRefusesArguments } from "../support/assert_refuses_arguments.ts";

/** The share of right sentences, whose deviation is known. */
const exact: TextMetric = {
  statistics: (hypothesis, reference) => [Number(hypothesis === reference), 1],
  score: ([right, all]) => 100 * right / all,
};

const { references, hypotheses } = golden;

Deno.test("pairedBootstrap() gives the scores of the systems themselves", () => {
  const { baseline, system, difference } = pairedBootstrap({
    references,
    baseline: hypotheses,
    system: references,
    samples: 50,
    seed: 1,
  });
  assertEquals(baseline.value, bleu(hypotheses, references).score);
  assertEquals(system.value, bleu(references, references).score);
  assertEquals(difference.value, system.value - baseline.value);
  assert(difference.interval[0] > 0);
});

Deno.test("pairedBootstrap() has intervals as wide as the deviation of a share", () => {
  const n = 400;
  const references = Array.from({ length: n }, (_, i) => `${i}`);
  const baseline = references.map((text, i) => i % 2 ? text : "wrong");
  const { baseline: { interval: [low, high] } } = pairedBootstrap({
    references,
    baseline,
    system: references,
    metric: exact,
    samples: 4_000,
    seed: 2,
  });
  const half = 1.96 * 100 * Math.sqrt(0.25 / n); // 4.9
  assert(Math.abs(low - (50 - half)) < 0.5, `${low}`);
  assert(Math.abs(high - (50 + half)) < 0.5, `${high}`);
});

Deno.test("pairedBootstrap() tells a real difference from none", () => {
  const options = { references, samples: 500, metric: chrfMetric(), seed: 3 };
  const shifted = [...hypotheses.slice(1), hypotheses[0]];
  const better = pairedBootstrap({
    ...options,
    baseline: shifted,
    system: hypotheses,
  });
  assertEquals(better.pValue, 1 / 501);
  // each system is better on every second sentence, by as much
  const half = (right: number) =>
    references.map((text, i) => i % 2 === right ? text : "");
  const equal = pairedBootstrap({
    ...options,
    metric: exact,
    baseline: half(0),
    system: half(1),
  });
  assertEquals(equal.difference.value, 0);
  assertEquals(equal.pValue, 1);
});

Deno.test("pairedBootstrap() scores trainings together and draws their sentences together", () => {
  const options = { references, samples: 200, seed: 4 };
  const one = pairedBootstrap({
    ...options,
    baseline: hypotheses,
    system: references,
  });
  const thrice = pairedBootstrap({
    ...options,
    baseline: [hypotheses, hypotheses, hypotheses],
    system: [references, references, references],
  });
  // the same translations three times are as hard, and tell no more
  for (const field of ["baseline", "system", "difference"] as const) {
    assertAlmostEquals(one[field].value, thrice[field].value, 1e-9);
    one[field].interval.forEach((bound, i) =>
      assertAlmostEquals(bound, thrice[field].interval[i], 1e-9)
    );
  }
  const two = pairedBootstrap({
    ...options,
    baseline: hypotheses,
    system: [hypotheses, references],
  });
  const { score } = bleu([...hypotheses, ...references], [
    ...references,
    ...references,
  ]);
  assertAlmostEquals(two.system.value, score, 1e-9);
});

Deno.test("pairedBootstrap() draws the same from the same seed", () => {
  const at = (seed: number) =>
    pairedBootstrap({
      references,
      baseline: hypotheses,
      system: references,
      samples: 20,
      seed,
    });
  assertEquals(at(1), at(1));
  assert(at(1).baseline.interval[0] !== at(2).baseline.interval[0]);
});

Deno.test("pairedBootstrap() of equal systems has no difference", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const same = { baseline: hypotheses, system: hypotheses };
      const { difference, pValue } = pairedBootstrap({
        references,
        ...same,
        samples: 3,
        seed,
      });
      assertEquals(difference, { value: 0, interval: [0, 0] });
      assertEquals(pValue, 1);
    }),
    { numRuns: 3 },
  );
});

Deno.test("pairedBootstrap() refuses what it can't compute", () => {
  const options = {
    references: ["a"],
    baseline: ["a"],
    system: ["a"],
    seed: 1,
  };
  const message = (changed: object) =>
    assertThrows(() => pairedBootstrap({ ...options, ...changed }), RangeError)
      .message;
  assertEquals(
    message({ samples: 0 }),
    "Cannot compare translations as samples must be an integer >= 1: got 0",
  );
  assertEquals(
    message({ confidence: 1 }),
    "Cannot compare translations as confidence must be in (0, 1): got 1",
  );
  assertEquals(
    message({ system: [] }),
    "Cannot score translations as there must be at least one: got none",
  );
});

Deno.test("pairedBootstrap() refuses what is no list, no metric and no option", () => {
  const texts = { references: ["a"], baseline: ["a"], system: ["a"] };
  return assertRefusesArguments("compare translations", pairedBootstrap, [
    [[], "its options must be an object: got undefined"],
    [[{ seed: 1 }], "references must be an array of sentences: got undefined"],
    [
      [{ ...texts, system: "a" }],
      'system must be an array of sentences: got "a"',
    ],
    [
      [{ ...texts, metric: chrfMetric }],
      "metric must be a metric such as bleuMetric() makes: got a function",
    ],
    [
      [{ ...texts, sample: 9 }],
      "each option must be one of references, baseline, system, metric, samples, confidence, seed: got sample (did you mean samples?)",
    ],
  ]);
});

for (
  const [confidence, held] of [[0.95, 950], [0.9, 900], [0.8, 800], [0.99, 990]]
) {
  Deno.test(`pairedBootstrap() holds ${held} of 1,000 corpora at ${confidence}`, () => {
    const values: number[] = [];
    const metric = {
      statistics: (text: string) => [Number(text)],
      score: ([sum]: readonly number[]) => (values.push(sum), sum),
    };
    const references = Array.from({ length: 50 }, (_, i) => `${i}`);
    const { system: { interval: [low, high] } } = pairedBootstrap({
      references,
      baseline: references.map(() => "0"),
      system: references.map((_, i) => `${Math.sqrt(i + 1) * 1.234567}`),
      metric,
      confidence,
      seed: 1,
    });
    const drawn = values.slice(2).filter((_, i) => i % 2 === 1);
    assertEquals(drawn.filter((x) => x >= low && x <= high).length, held);
  });
}
