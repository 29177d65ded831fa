import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { checkFields } from "../error/check_fields.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { bleuMetric } from "./bleu.ts";
import {
  corpusStatistics,
  sumOfStatistics,
  type TextMetric,
} from "./text_metric.ts";

/** A system's translations; a list for each training where it was trained more than once. */
export type SystemTranslations =
  | readonly string[]
  | readonly (readonly string[])[];

/** What is compared, and how. */
export interface PairedBootstrapOptions {
  /** The right translations. */
  readonly references: readonly string[];
  /** Those of the system that one compares with. */
  readonly baseline: SystemTranslations;
  /** Those of the system that is to be judged. */
  readonly system: SystemTranslations;
  /** The score; BLEU with its defaults if not given. */
  readonly metric?: TextMetric;
  /** Number of corpora to draw; 1,000 by default. */
  readonly samples?: number;
  /** Share of the drawn corpora that the intervals hold, in (0, 1); 0.95 by default. */
  readonly confidence?: number;
  /** Seed of the drawing. */
  readonly seed: number;
}

const OPTIONS = optionNames<PairedBootstrapOptions>({
  references: true,
  baseline: true,
  system: true,
  metric: true,
  samples: true,
  confidence: true,
  seed: true,
});

/** A value and how far it would vary with other sentences. */
export interface Estimate {
  /** On the given sentences. */
  readonly value: number;
  /** Bounds of the drawn corpora's values, at most half of the rest on either side. */
  readonly interval: readonly [low: number, high: number];
}

/** Two systems compared. */
export interface PairedComparison {
  /** Score of the baseline. */
  readonly baseline: Estimate;
  /** Score of the system. */
  readonly system: Estimate;
  /** The system's score less the baseline's, on the same drawn sentences. */
  readonly difference: Estimate;
  /** Probability of as large a difference, to either side, if the systems were equal. */
  readonly pValue: number;
}

/**
 * Compares two systems' translations of the same sentences by a paired bootstrap.
 *
 * Sentences are drawn with replacement, as many as there are, and both systems are
 * scored on them; the same sentences for both, so that hard ones do not blur the
 * difference. Trainings of a system are scored together, and a sentence is drawn with the
 * translations of all, as those of a hard one are hard for each. The p-value counts how
 * many drawn differences are as far from their mean as the difference itself is from 0,
 * `(count + 1) / (samples + 1)`.
 *
 * @param options Translations, score, number of draws and seed.
 * @returns Scores, their difference, and the intervals.
 * @throws {RangeError} If there is no sentence, the systems or references differ in
 * number, `samples` is not an integer >= 1 or `confidence` is outside (0, 1).
 * @throws {TypeError} If translations or references are no lists, the metric is none, or
 * there is no option of a name that was given.
 *
 * @see Koehn, "Statistical Significance Tests for Machine Translation Evaluation",
 * EMNLP 2004; Riezler and Maxwell, "On Some Pitfalls in Automatic Evaluation", 2005.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const references = ["Tom is a hero .", "I should go now ."];
 * const { difference } = pairedBootstrap({
 *   references,
 *   baseline: references,
 *   system: references,
 *   seed: 1,
 * });
 * assertEquals(difference, { value: 0, interval: [0, 0] });
 * ```
 */
export function pairedBootstrap(
  options: PairedBootstrapOptions,
): PairedComparison {
  const action = "compare translations";
  checkOptionNames(action, options, OPTIONS);
  const { references, baseline, system, metric = bleuMetric() } = options;
  const { samples = 1_000, confidence = 0.95, seed } = options;
  const need = "an array of sentences";
  checkList(action, "references", references, need);
  checkList(action, "baseline", baseline, need);
  checkList(action, "system", system, need);
  const made = "a metric such as bleuMetric() makes";
  checkFields(action, "metric", metric, ["statistics", "score"], made);
  checkPositiveIntegers(action, { samples });
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(
      `Cannot compare translations as confidence must be in (0, 1): got ${confidence}`,
    );
  }
  const both = [baseline, system].map((hypotheses) =>
    statisticsOf(hypotheses, references, metric)
  );
  const [base, other] = both.map((all) => metric.score(sumOfStatistics(all)));
  const random = xoroshiro128plus(seed);
  const drawn = Array.from({ length: samples }, () => {
    const items = references.map(() =>
      uniformInt(random, 0, references.length - 1)
    );
    const [a, b] = both.map((all) =>
      metric.score(sumOfStatistics(items.map((item) => all[item])))
    );
    return [a, b, b - a];
  });
  const [baselines, systems, differences] = [0, 1, 2].map((place) =>
    drawn.map((scores) => scores[place])
  );
  const mean = differences.reduce((sum, value) => sum + value, 0) / samples;
  const asFar = differences.filter((value) =>
    Math.abs(value - mean) >= Math.abs(other - base)
  );
  return {
    baseline: { value: base, interval: interval(baselines, confidence) },
    system: { value: other, interval: interval(systems, confidence) },
    difference: {
      value: other - base,
      interval: interval(differences, confidence),
    },
    pValue: (asFar.length + 1) / (samples + 1),
  };
}

/** Statistics of each sentence, summed over a system's trainings. */
function statisticsOf(
  hypotheses: SystemTranslations,
  references: readonly string[],
  metric: TextMetric,
): number[][] {
  const trainings = hypotheses.every((text) => typeof text === "string")
    ? [hypotheses]
    : hypotheses as readonly (readonly string[])[];
  const all = trainings.map((texts) =>
    corpusStatistics(metric, texts, references)
  );
  return references.map((_, i) =>
    sumOfStatistics(all.map((statistics) => statistics[i]))
  );
}

/** The values between which the given share lies, as much of the rest below as above. */
function interval(
  values: readonly number[],
  confidence: number,
): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  // 1 - 0.9 is a little less than 0.1
  const outside = Math.floor(values.length * (1 - confidence) / 2 + 1e-9);
  return [sorted[outside], sorted[values.length - 1 - outside]];
}
