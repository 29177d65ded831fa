import { checkList } from "../error/check_list.ts";
import { wrongKind } from "../error/wrong_kind.ts";

/** A score of translations that is computed from sums over sentences. */
export interface TextMetric {
  /**
   * What a sentence adds to the sums; as many numbers for every sentence.
   *
   * @param hypothesis The translation.
   * @param reference The right one.
   */
  statistics(hypothesis: string, reference: string): number[];
  /**
   * The score of a corpus.
   *
   * @param sums Sums of the statistics of its sentences.
   * @returns A number in `[0, 100]`.
   */
  score(sums: readonly number[]): number;
}

/**
 * Statistics of each sentence of a corpus.
 *
 * @param metric The score that they are for.
 * @param hypotheses Translations; at least one.
 * @param references The right ones, in the same order.
 * @returns Statistics by sentence.
 * @throws {RangeError} If there is no hypothesis, or not one reference for each.
 * @throws {TypeError} If they are no lists of texts.
 */
export function corpusStatistics(
  metric: TextMetric,
  hypotheses: readonly string[],
  references: readonly string[],
): number[][] {
  const action = "score translations";
  const need = "an array of sentences";
  checkList(action, "hypotheses", hypotheses, need);
  checkList(action, "references", references, need);
  if (hypotheses.length === 0) {
    throw new RangeError(
      "Cannot score translations as there must be at least one: got none",
    );
  }
  if (hypotheses.length !== references.length) {
    throw new RangeError(
      `Cannot score translations as each must have one reference: got ${hypotheses.length} translations and ${references.length} references`,
    );
  }
  return hypotheses.map((hypothesis, i) => {
    checkSentence(`hypotheses[${i}]`, hypothesis);
    checkSentence(`references[${i}]`, references[i]);
    return metric.statistics(hypothesis, references[i]);
  });
}

/** Refuse what is no text, such as a list of words, which other programs score. */
function checkSentence(name: string, sentence: unknown): void {
  if (typeof sentence === "string") return;
  throw wrongKind("score translations", name, "a string", sentence);
}

/**
 * Sums of statistics.
 *
 * @param statistics At least one sentence's, all of the same length.
 * @returns The sum at each place.
 */
export function sumOfStatistics(
  statistics: readonly (readonly number[])[],
): number[] {
  const sums = statistics[0].map(() => 0);
  for (const values of statistics) {
    for (let place = 0; place < sums.length; place++) {
      sums[place] += values[place]; // a bootstrap of 10,000 sentences is here
    }
  }
  return sums;
}
