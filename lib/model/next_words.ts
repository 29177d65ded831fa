import { tf } from "../engine/tf.ts";
import type { AttentionCache } from "../layer/multi_head_attention.ts";
import type { LayerCache } from "./decoder_stack.ts";
import { paddedTensor } from "./padded.ts";
import type { Transformer } from "./transformer.ts";

/** A translation that is to have one more word. */
export interface Unfinished {
  /** Place of its source. */
  readonly sentence: number;
  /** Its words so far, begin included. */
  readonly ids: readonly number[];
  /** Its row in the step before, that it goes on from. */
  readonly row: number;
}

/** How probable each word is behind unfinished translations. */
export interface NextWords {
  /**
   * A step of all translations, which are equally long.
   *
   * @param alive Translations, each one word longer than that of its row.
   * @returns Logarithms of the probabilities of all words, for each translation.
   */
  next(alive: readonly Unfinished[]): Promise<Float64Array[]>;
  /** Lets go of what was kept from step to step. */
  dispose(): void;
}

/**
 * Steps that compute each word once, as keys and values are kept.
 *
 * @param model The model.
 * @param source Ids of each sentence, without padding.
 * @returns The steps, for the caller to dispose.
 */
export function cachedWords(
  model: Transformer,
  source: readonly (readonly number[])[],
): NextWords {
  let { encoded, caches } = tf.tidy(() => {
    const encoded = model.encode(paddedTensor(source));
    const caches = model.cache(encoded);
    return { encoded, caches };
  });
  return {
    async next(alive) {
      const rows = alive.map(({ row }) => row);
      const old = { encoded, caches };
      const same = rows.length === encoded.memory.shape[0] &&
        rows.every((row, i) => row === i);
      if (!same) {
        ({ encoded, caches } = gathered(old, rows));
        tf.dispose(old);
      }
      const position = alive[0].ids.length - 1;
      const { logits, self } = tf.tidy(() => {
        const words = alive.map(({ ids }) => [ids.at(-1)!]);
        const last = tf.tensor2d(words, [words.length, 1], "int32");
        return model.step(last, { position, encoded, caches });
      });
      tf.dispose(caches.map(({ self }) => self));
      caches = caches.map(({ cross }, i) => ({ cross, self: self[i] }));
      return await logarithmsOf(logits);
    },
    dispose: () => tf.dispose({ encoded, caches }),
  };
}

/**
 * Steps that compute all words again for each word.
 *
 * @param model The model.
 * @param source Ids of each sentence, without padding.
 * @returns The steps.
 */
export function plainWords(
  model: Transformer,
  source: readonly (readonly number[])[],
): NextWords {
  return {
    next(alive) {
      const logits = tf.tidy(() => {
        const from = alive.map(({ sentence }) => source[sentence]);
        const to = alive.map(({ ids }) => ids);
        const all = model.logits(paddedTensor(from), paddedTensor(to));
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
    };
  });
}

/** Logarithms of the softmax of each row, which is disposed. */
async function logarithmsOf(logits: tf.Tensor2D): Promise<Float64Array[]> {
  const [rows, size] = logits.shape;
  const values = await logits.data();
  logits.dispose();
  return Array.from(
    { length: rows },
    (_, row) => logarithms(values.subarray(row * size, (row + 1) * size)),
  );
}

/**
 * Logarithms of the softmax of logits: all of them NaN where one of these is, or the
 * largest is infinite.
 *
 * Plain loops, for all words pass through here at each step of each beam: with calls for
 * every word they took longer than the model.
 */
function logarithms(logits: ArrayLike<number>): Float64Array {
  const scores = new Float64Array(logits.length);
  let most = -Infinity;
  for (let i = 0; i < scores.length; i++) most = Math.max(most, logits[i]);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = logits[i] - most;
    sum += Math.exp(scores[i]);
  }
  const logarithm = Math.log(sum);
  for (let i = 0; i < scores.length; i++) scores[i] -= logarithm;
  return scores;
}
