import { checkOptionNames } from "../error/check_option_names.ts";
import { matchNgrams } from "./match_ngrams.ts";
import { splitLikePython } from "./split_like_python.ts";
import {
  corpusStatistics,
  sumOfStatistics,
  type TextMetric,
} from "./text_metric.ts";

/** How chrF is computed; the defaults are sacrebleu's. */
export interface ChrfOptions {
  /** Whether upper and lower case are the same; not by default. */
  readonly lowercase?: boolean;
}

const ORDERS = [1, 2, 3, 4, 5, 6];

/** How many times as much recall counts as precision, squared. */
const FACTOR = 2 ** 2;

/**
 * chrF of a corpus, equal to sacrebleu's chrF2: an F score of runs of characters.
 *
 * P and R are the mean precision and recall of n-grams of characters, white space
 * left out, for n from 1 to 6: `100 · 5·P·R / (4·P + R)`.
 *
 * @param hypotheses Translations; at least one.
 * @param references The right ones, one for each.
 * @param options How to compute it.
 * @returns The score, in `[0, 100]`.
 * @throws {RangeError} If there is no hypothesis, or not one reference for each.
 * @throws {TypeError} If they are no lists of texts, or the options are none.
 *
 * @see Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT
 * 2015; sacrebleu 2.6.0, `metrics/chrf.py`.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const score = chrf(["Tom is a great hero."], ["Tom is a hero."]);
 * assertAlmostEquals(score, 58.516902041012806, 1e-9);
 * ```
 */
export function chrf(
  hypotheses: readonly string[],
  references: readonly string[],
  options: ChrfOptions = {},
): number {
  const metric = chrfMetric(options);
  const statistics = corpusStatistics(metric, hypotheses, references);
  return metric.score(sumOfStatistics(statistics));
}

/**
 * chrF as a metric that {@linkcode pairedBootstrap} takes.
 *
 * @param options How to compute it.
 * @returns The metric; its statistics are three counts for each length of n-grams.
 * @throws {TypeError} If the options are none.
 */
export function chrfMetric(
  options: ChrfOptions = {},
): TextMetric {
  checkOptionNames("score translations", options, ["lowercase"]);
  const { lowercase = false } = options;
  const charactersOf = (text: string) => [
    ...splitLikePython(lowercase ? text.toLowerCase() : text).join(""),
  ];
  return {
    statistics(hypothesis, reference) {
      const [tried, right] = [
        charactersOf(hypothesis),
        charactersOf(reference),
      ];
      return matchNgrams(tried, right, ORDERS.length).flatMap((counts) => {
        // what the reference is too short for is not held against the hypothesis
        const compared = counts.reference > 0 ? counts.hypothesis : 0;
        return [compared, counts.reference, counts.matches];
      });
    },
    score: scoreOf,
  };
}

function scoreOf(sums: readonly number[]): number {
  const orders = ORDERS.map((n) => sums.slice(3 * n - 3, 3 * n))
    .filter(([hypothesis, reference]) => hypothesis > 0 && reference > 0);
  let [precision, recall] = [0, 0];
  for (const [hypothesis, reference, matches] of orders) {
    precision += matches / hypothesis / orders.length;
    recall += matches / reference / orders.length;
  }
  if (precision + recall === 0) return 0;
  return 100 * (1 + FACTOR) * precision * recall /
    (FACTOR * precision + recall);
}
