import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import { checkVocabularyIds } from "./check_vocabulary_ids.ts";
import { cachedWords, plainWords, type Unfinished } from "./next_words.ts";
import { checkModelKind } from "./stack_config.ts";
import type { Transformer } from "./transformer.ts";

/** How translations are searched. */
export interface BeamSearchOptions {
  /** Translations of a sentence that are followed at once; 1, the greedy way, by default. */
  readonly beams?: number;
  /** Exponent of the length penalty; 0.6 by default, 0 for none. */
  readonly lengthPenalty?: number;
  /** Most words of a translation, end included; by default as many as there are positions. */
  readonly maxLength?: number;
  /** Most words of a translation for each of its source, both with their end; 3 by default. */
  readonly maxLengthFactor?: number;
  /** Id that starts a translation; 2 by default. */
  readonly begin?: number;
  /** Id that ends a translation; 3 by default. */
  readonly end?: number;
  /** Whether keys and values are kept from word to word, as by default, or computed again. */
  readonly cache?: boolean;
}

const OPTIONS = optionNames<BeamSearchOptions>({
  beams: true,
  lengthPenalty: true,
  maxLength: true,
  maxLengthFactor: true,
  begin: true,
  end: true,
  cache: true,
});

/** A translation. */
export interface Translation {
  /** Its ids, without begin and end. */
  readonly ids: number[];
  /** Logarithm of its probability, divided by the length penalty. */
  readonly score: number;
}

/** A translation that is not at its end. */
interface Beam extends Unfinished {
  /** Of its probability. */
  readonly logarithm: number;
}

const PADDING = 0;

/**
 * Translates sentences by beam search.
 *
 * A translation of n words, its end included, is scored by the logarithm of its
 * probability divided by `((5 + n) / 6)^lengthPenalty`. The search for a sentence ends
 * when as many translations have ended as there are beams. Translations that go round
 * in circles, as greedy ones sometimes do, are cut off where they are three times as
 * long as their source; Marian has the same limit.
 *
 * @param model The model.
 * @param source Ids of each sentence, without padding; at least one sentence.
 * @param options How to search.
 * @returns The best translation found of each sentence.
 * @throws {RangeError} If there is no sentence, an id is outside the vocabulary, or an
 * option is out of range.
 * @throws {TypeError} If the model is no Transformer, the sentences are no list, or there is
 * no option of a name that was given.
 * @throws {ShapeError} If a sentence is longer than the positions.
 * @throws {Error} If a logit is NaN or infinite, as of weights that are; minus infinity is
 * a word that is never taken.
 *
 * @see Wu and others, "Google's Neural Machine Translation System", 2016, section 7.
 */
export async function beamSearch(
  model: Transformer,
  source: readonly (readonly number[])[],
  options: BeamSearchOptions = {},
): Promise<Translation[]> {
  checkModelKind("translate", model, "Transformer");
  checkList("translate", "source", source, "an array of ids of each sentence");
  checkOptionNames("translate", options, OPTIONS);
  const { maxPositions } = model.config;
  const { beams = 1, lengthPenalty = 0.6, begin = 2, end = 3 } = options;
  const { maxLength = maxPositions, maxLengthFactor = 3 } = options;
  checkPositiveIntegers("translate", {
    beams,
    maxLength,
    "the number of sentences": source.length,
  });
  const { sourceSize, targetSize } = model.config;
  for (const [i, ids] of source.entries()) {
    checkVocabularyIds("translate", `source[${i}]`, ids, sourceSize);
  }
  for (const [name, id] of Object.entries({ begin, end })) {
    if (Number.isSafeInteger(id) && id >= 0 && id < targetSize) continue;
    throw new RangeError(
      `Cannot translate as ${name} must be an integer in [0, ${targetSize}): got ${id}`,
    );
  }
  if (end === PADDING || end === begin) {
    throw new RangeError(
      `Cannot translate as end must be neither ${PADDING}, padding, nor begin: got ${end}`,
    );
  }
  if (maxLength > maxPositions) {
    throw new RangeError(
      `Cannot translate as maxLength must be at most ${maxPositions}, the number of positions: got ${maxLength}`,
    );
  }
  if (!(maxLengthFactor > 0)) {
    throw new RangeError(
      `Cannot translate as maxLengthFactor must be > 0: got ${maxLengthFactor}`,
    );
  }
  if (!Number.isFinite(lengthPenalty)) {
    throw new RangeError(
      `Cannot translate as lengthPenalty must be finite: got ${lengthPenalty}`,
    );
  }
  const longest = source.map(({ length }) =>
    Math.min(maxLength, Math.max(1, Math.floor(maxLengthFactor * length)))
  );
  const penalty = (length: number) => ((5 + length) / 6) ** lengthPenalty;
  const ended: Translation[][] = source.map(() => []);
  let alive: Beam[] = source.map((_, sentence) => ({
    sentence,
    ids: [begin],
    logarithm: 0,
    row: sentence,
  }));
  const words = options.cache ?? true
    ? cachedWords(model, source)
    : plainWords(model, source);
  try {
    for (let length = 1; alive.length > 0; length++) {
      const logarithms = await words.next(alive);
      if (logarithms.some(([first]) => Number.isNaN(first))) { // then all are
        throw new Error(
          "Cannot translate as the largest logit must be finite: got one that is not",
        );
      }
      const next: Beam[] = [];
      const stop = ({ sentence, logarithm }: Beam, ids: number[]) =>
        ended[sentence].push({ ids, score: logarithm / penalty(length) });
      for (
        const rows of Map.groupBy(alive.keys(), (row) => alive[row].sentence)
          .values()
      ) {
        const [first] = rows;
        const { sentence } = alive[first];
        const found = rows.flatMap((row) =>
          largest(logarithms[row], 2 * beams, [PADDING, begin])
            .map((word) => ({
              sentence,
              ids: [...alive[row].ids, word],
              logarithm: alive[row].logarithm + logarithms[row][word],
              row,
            }))
        ).sort((a, b) => b.logarithm - a.logarithm);
        const kept: Beam[] = [];
        for (const [rank, beam] of found.entries()) {
          if (beam.ids.at(-1) !== end) kept.push(beam);
          else if (rank < beams) stop(beam, beam.ids.slice(1, -1));
          if (kept.length === beams) break;
        }
        if (ended[sentence].length >= beams) continue;
        if (length < longest[sentence]) next.push(...kept);
        else kept.forEach((beam) => stop(beam, beam.ids.slice(1))); // cut off
      }
      alive = next;
    }
  } finally {
    words.dispose();
  }
  return ended.map((all) => all.reduce((a, b) => b.score > a.score ? b : a));
}

/** Places of the largest values, in order; of equal ones the first comes first. */
function largest(
  values: Float64Array,
  count: number,
  without: readonly number[],
): number[] {
  const places: number[] = [];
  for (let place = 0; place < values.length; place++) { // most are too small
    const value = values[place];
    if (places.length === count && value <= values[places[count - 1]]) continue;
    if (without.includes(place)) continue;
    let at = places.length;
    while (at > 0 && values[places[at - 1]] < value) at--;
    places.splice(at, 0, place);
    places.length = Math.min(places.length, count);
  }
  return places;
}
