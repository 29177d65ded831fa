import { tf } from "../engine/tf.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import type { AttentionCache } from "../layer/multi_head_attention.ts";
import type { LayerCache } from "./decoder_stack.ts";
import type { Transformer } from "./transformer.ts";

/** How translations are searched. */
export interface BeamSearchOptions {
  /** Translations of a sentence that are followed at once; 1, the greedy way, by default. */
  readonly beams?: number;
  /** Exponent of the length penalty; 0.6 by default, 0 for none. */
  readonly lengthPenalty?: number;
  /** Most words of a translation, end included; by default as many as there are positions. */
  readonly maxLength?: number;
  /** Id that starts a translation; 2 by default. */
  readonly begin?: number;
  /** Id that ends a translation; 3 by default. */
  readonly end?: number;
  /** Whether keys and values are kept from word to word, as by default, or computed again. */
  readonly cache?: boolean;
}

/** A translation. */
export interface Translation {
  /** Its ids, without begin and end. */
  readonly ids: number[];
  /** Logarithm of its probability, divided by the length penalty. */
  readonly score: number;
}

/** A translation that is not at its end. */
interface Beam {
  readonly sentence: number;
  readonly ids: readonly number[];
  readonly logarithm: number;
  /** Row of the last step that it goes on from. */
  readonly row: number;
}

const PADDING = 0;

/**
 * Translates sentences by beam search.
 *
 * A translation of n words, its end included, is scored by the logarithm of its
 * probability divided by `((5 + n) / 6)^lengthPenalty`. The search for a sentence ends
 * when as many translations have ended as there are beams.
 *
 * @param model The model.
 * @param source Ids of each sentence, without padding; at least one sentence.
 * @param options How to search.
 * @returns The best translation found of each sentence.
 * @throws {RangeError} If there is no sentence, or an option is out of range.
 * @throws {ShapeError} If a sentence is longer than the positions.
 *
 * @see Wu and others, "Google's Neural Machine Translation System", 2016, section 7.
 */
export async function beamSearch(
  model: Transformer,
  source: readonly (readonly number[])[],
  options: BeamSearchOptions = {},
): Promise<Translation[]> {
  const { maxPositions } = model.config;
  const { beams = 1, lengthPenalty = 0.6, begin = 2, end = 3 } = options;
  const { maxLength = maxPositions } = options;
  checkPositiveIntegers("translate", {
    beams,
    maxLength,
    "the number of sentences": source.length,
  });
  if (maxLength > maxPositions) {
    throw new RangeError(
      `Cannot translate as maxLength must be at most ${maxPositions}, the number of positions: got ${maxLength}`,
    );
  }
  const penalty = (words: number) => ((5 + words) / 6) ** lengthPenalty;
  const ended: Translation[][] = source.map(() => []);
  let alive: Beam[] = source.map((_, sentence) => ({
    sentence,
    ids: [begin],
    logarithm: 0,
    row: sentence,
  }));
  const decoder = options.cache ?? true
    ? cachedDecoder(model, source)
    : plainDecoder(model, source);
  try {
    for (let words = 1; words <= maxLength && alive.length > 0; words++) {
      const logarithms = await decoder.next(alive);
      const next: Beam[] = [];
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
          else if (rank < beams) {
            ended[sentence].push({
              ids: beam.ids.slice(1, -1),
              score: beam.logarithm / penalty(words),
            });
          }
          if (kept.length === beams) break;
        }
        if (ended[sentence].length < beams) next.push(...kept);
      }
      alive = next;
      if (words < maxLength) continue;
      for (const { sentence, ids, logarithm } of alive) { // cut off
        const score = logarithm / penalty(words);
        ended[sentence].push({ ids: ids.slice(1), score });
      }
    }
  } finally {
    decoder.dispose();
  }
  return ended.map((all) => all.reduce((a, b) => b.score > a.score ? b : a));
}

/** Gives the logarithms of the probabilities of each beam's next word. */
interface Decoder {
  next(alive: readonly Beam[]): Promise<Float64Array[]>;
  dispose(): void;
}

/** A decoder that computes each word once. */
function cachedDecoder(
  model: Transformer,
  source: readonly (readonly number[])[],
): Decoder {
  const ids = rectangle(source);
  let encoded = model.encode(ids);
  let caches: LayerCache[] = model.cache(encoded);
  ids.dispose();
  return {
    async next(alive) {
      const last = tf.tensor2d(
        alive.map(({ ids }) => [ids.at(-1)!]),
        [alive.length, 1],
        "int32",
      );
      const rows = alive.map(({ row }) => row);
      const old = { encoded, caches };
      const same = rows.length === encoded.memory.shape[0] &&
        rows.every((row, i) => row === i);
      if (!same) {
        ({ encoded, caches } = gathered(old, rows));
        tf.dispose(old as unknown as tf.NamedTensorMap);
      }
      const position = alive[0].ids.length - 1;
      const { logits, self } = model.step(last, { position, encoded, caches });
      tf.dispose(
        [last, ...caches.map(({ self }) => self ?? [])] as tf.Tensor[],
      );
      caches = caches.map(({ cross }, i) => ({ cross, self: self[i] }));
      return await logarithmsOf(logits);
    },
    dispose: () =>
      tf.dispose({ encoded, caches } as unknown as tf.NamedTensorMap),
  };
}

/** A decoder that computes all words again for each word. */
function plainDecoder(
  model: Transformer,
  source: readonly (readonly number[])[],
): Decoder {
  return {
    next(alive) {
      const logits = tf.tidy(() => {
        const from = alive.map(({ sentence }) => source[sentence]);
        const to = alive.map(({ ids }) => ids);
        const all = model.logits(rectangle(from), rectangle(to));
        const last = tf.slice(all, [0, to[0].length - 1, 0], [-1, 1, -1]);
        return tf.squeeze(last, [1]) as tf.Tensor2D;
      });
      return logarithmsOf(logits);
    },
    dispose: () => {},
  };
}

/** The given rows of everything that is kept. */
function gathered(
  kept: { encoded: ReturnType<Transformer["encode"]>; caches: LayerCache[] },
  rows: readonly number[],
): typeof kept {
  return tf.tidy(() => {
    const places = tf.tensor1d([...rows], "int32");
    const take = (tensor: tf.Tensor) => tf.gather(tensor, places);
    const both = ({ key, value }: AttentionCache) => ({
      key: take(key),
      value: take(value),
    });
    const { memory, seen } = kept.encoded;
    return {
      encoded: { memory: take(memory), seen: take(seen) },
      caches: kept.caches.map(({ self, cross }) => ({
        cross: both(cross),
        ...self && { self: both(self) },
      })),
    } as unknown as tf.NamedTensorMap;
  }) as unknown as typeof kept;
}

/** Sentences as one rectangle, padded. */
function rectangle(sentences: readonly (readonly number[])[]): tf.Tensor2D {
  const width = sentences.reduce(
    (most, { length }) => Math.max(most, length),
    1,
  );
  const ids = new Int32Array(sentences.length * width);
  for (const [row, sentence] of sentences.entries()) {
    ids.set(sentence, row * width);
  }
  return tf.tensor2d(ids, [sentences.length, width], "int32");
}

/** Logarithms of the softmax of each row, which is disposed. */
async function logarithmsOf(logits: tf.Tensor2D): Promise<Float64Array[]> {
  const [rows, size] = logits.shape;
  const values = await logits.data();
  logits.dispose();
  return Array.from({ length: rows }, (_, row) => {
    const scores = Float64Array.from(
      values.subarray(row * size, (row + 1) * size),
    );
    const most = scores.reduce((a, b) => Math.max(a, b));
    const sum = scores.reduce((total, z) => total + Math.exp(z - most), 0);
    return scores.map((z) => z - most - Math.log(sum));
  });
}

/** Places of the largest values, in order; of equal ones the first comes first. */
function largest(
  values: Float64Array,
  count: number,
  without: readonly number[],
): number[] {
  const places: number[] = [];
  for (const [place, value] of values.entries()) {
    if (without.includes(place)) continue;
    if (places.length === count && value <= values[places[count - 1]]) continue;
    let at = places.length;
    while (at > 0 && values[places[at - 1]] < value) at--;
    places.splice(at, 0, place);
    places.length = Math.min(places.length, count);
  }
  return places;
}
