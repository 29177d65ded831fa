import { checkChoice } from "../error/check_choice.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { matchNgrams } from "./match_ngrams.ts";
import { splitLikePython, trimEndLikePython } from "./split_like_python.ts";
import {
  corpusStatistics,
  sumOfStatistics,
  type TextMetric,
} from "./text_metric.ts";
import { tokenize13a } from "./tokenize_13a.ts";

/** How BLEU is computed; the defaults are sacrebleu's. */
export interface BleuOptions {
  /**
   * How texts are split: `"13a"` by default, `"none"` at white space only, `"char"` into
   * characters, as Chinese and Japanese have no spaces.
   */
  readonly tokenize?: "13a" | "none" | "char";
  /** Whether upper and lower case are the same; not by default. */
  readonly lowercase?: boolean;
  /**
   * What stands for a precision of 0: `"exp"` by default, which halves it from one
   * such order to the next; `"none"` makes the score 0.
   */
  readonly smoothing?: "exp" | "none";
  /**
   * Whether orders that the texts are too short for are left out, as a single
   * sentence's score needs; not by default.
   */
  readonly effectiveOrder?: boolean;
}

/** BLEU and what it is made of. */
export interface BleuScore {
  /** In `[0, 100]`. */
  readonly score: number;
  /** n-grams that the references have too, for n from 1 to 4. */
  readonly counts: readonly number[];
  /** n-grams of the translations, for n from 1 to 4. */
  readonly totals: readonly number[];
  /** Percent of each order, smoothed. */
  readonly precisions: readonly number[];
  /** In `[0, 1]`; 1 if the translations are at least as long as the references. */
  readonly brevityPenalty: number;
  /** Words of the translations. */
  readonly hypothesisLength: number;
  /** Words of the references. */
  readonly referenceLength: number;
}

/** How BLEU may split texts. */
export const BLEU_TOKENIZERS = ["13a", "none", "char"] as const;

/** Texts in pieces, by `tokenize`. */
const SPLITS = {
  "13a": tokenize13a,
  none: splitLikePython,
  char: (text: string) => splitLikePython([...text].join(" ")),
};

/** Words of the longest n-grams. */
const LONGEST = 4;

const OPTIONS = ["tokenize", "lowercase", "smoothing", "effectiveOrder"];

/**
 * BLEU of a corpus, equal to sacrebleu's.
 *
 * With p_n the share of n-grams that the reference has too, and c and r the words of
 * the translations and the references: `min(1, e^(1 - r/c)) · (p_1·p_2·p_3·p_4)^(1/4)`.
 *
 * @param hypotheses Translations; at least one.
 * @param references The right ones, one for each.
 * @param options How to compute it.
 * @returns The score and its parts.
 * @throws {RangeError} If there is no hypothesis, or not one reference for each, or no
 *   such `tokenize` or `smoothing`; sacrebleu has more.
 * @throws {TypeError} If they are no lists of texts, or the options are none.
 *
 * @see Papineni and others, "BLEU", ACL 2002; Post, "A Call for Clarity in Reporting
 * BLEU Scores", WMT 2018; sacrebleu 2.6.0, `metrics/bleu.py`.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { score } = bleu(["Tom is a great hero."], ["Tom is a hero."]);
 * assertAlmostEquals(score, 37.99178428257963, 1e-9);
 * ```
 */
export function bleu(
  hypotheses: readonly string[],
  references: readonly string[],
  options: BleuOptions = {},
): BleuScore {
  const statistics = corpusStatistics(
    bleuMetric(options),
    hypotheses,
    references,
  );
  return scoreOf(sumOfStatistics(statistics), options);
}

/**
 * BLEU as a metric that {@linkcode pairedBootstrap} takes.
 *
 * @param options How to compute it.
 * @returns The metric; its statistics are both lengths, then matches and n-grams by order.
 * @throws {RangeError} If there is no such `tokenize` or `smoothing`; sacrebleu has more.
 * @throws {TypeError} If the options are none.
 */
export function bleuMetric(options: BleuOptions = {}): TextMetric {
  const action = "score translations";
  checkOptionNames(action, options, OPTIONS);
  const { tokenize = "13a", lowercase = false, smoothing = "exp" } = options;
  checkChoice(action, "tokenize", tokenize, BLEU_TOKENIZERS);
  checkChoice(action, "smoothing", smoothing, ["exp", "none"]);
  const split = SPLITS[tokenize];
  const wordsOf = (text: string) =>
    split(trimEndLikePython(lowercase ? text.toLowerCase() : text));
  return {
    statistics(hypothesis, reference) {
      const [tried, right] = [wordsOf(hypothesis), wordsOf(reference)];
      const orders = matchNgrams(tried, right, LONGEST);
      return [
        tried.length,
        right.length,
        ...orders.map(({ matches }) => matches),
        ...orders.map(({ hypothesis }) => hypothesis),
      ];
    },
    score: (sums) => scoreOf(sums, options).score,
  };
}

function scoreOf(
  [hypothesisLength, referenceLength, ...rest]: readonly number[],
  { smoothing = "exp", effectiveOrder = false }: BleuOptions,
): BleuScore {
  const [counts, totals] = [rest.slice(0, 4), rest.slice(4)];
  const brevityPenalty = hypothesisLength === 0
    ? Number(referenceLength === 0)
    : Math.min(1, Math.exp(1 - referenceLength / hypothesisLength));
  const parts = {
    counts,
    totals,
    brevityPenalty,
    hypothesisLength,
    referenceLength,
  };
  const precisions = [0, 0, 0, 0];
  if (counts.every((count) => count === 0)) {
    return { score: 0, precisions, ...parts };
  }
  const filled = totals.filter((total) => total > 0).length; // the first ones
  let share = 100;
  for (let n = 0; n < filled; n++) {
    if (counts[n] > 0) precisions[n] = 100 * counts[n] / totals[n];
    else if (smoothing === "exp") precisions[n] = (share /= 2) / totals[n];
  }
  const orders = precisions.slice(0, effectiveOrder ? filled : 4);
  const logarithms = orders.reduce((sum, p) => sum + Math.log(p), 0);
  // rounding may carry it beyond
  const score = Math.min(
    100,
    brevityPenalty * Math.exp(logarithms / orders.length),
  );
  return { score, precisions, ...parts };
}
