import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { randomSource } from "../matrix/random_source.ts";
import type { LanguageModel, LanguageModelCache } from "./language_model.ts";
import { checkModelKind } from "./stack_config.ts";

/** How a text is made up. */
export interface SampleOptions {
  /** Number of ids to add; an integer >= 1. */
  readonly length: number;
  /** What logits are divided by; 1 by default, 0 for the likeliest id each time. */
  readonly temperature?: number;
  /** The same seed, the same text; 0 by default. */
  readonly seed?: number;
  /** Ids that are never drawn; padding (0) by default. */
  readonly without?: readonly number[];
}

/**
 * Goes on with a text as a language model would, id by id.
 *
 * What was computed for earlier ids is kept. When all positions are taken, the last half
 * of them is read again from the first position on.
 *
 * @param model The model.
 * @param prompt Ids to go on from; at least one.
 * @param options How many ids, how freely, and from which seed.
 * @returns The new ids.
 * @throws {RangeError} If the prompt is empty or holds what is no id, or an option is
 * out of range.
 * @throws {TypeError} If the model is no LanguageModel, the prompt no list, or there is no
 * option of a name that was given.
 *
 * @example
 * ```ts
 * import { LanguageModel } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = { width: 8, heads: 2, hidden: 8, layers: 1, maxPositions: 6 };
 * const model = new LanguageModel({ vocabularySize: 9, ...sizes });
 * const ids = await sampleIds(model, [1, 2], { length: 10, seed: 7 });
 * assertEquals(ids.length, 10);
 * ```
 */
export async function sampleIds(
  model: LanguageModel,
  prompt: readonly number[],
  options: SampleOptions,
): Promise<number[]> {
  const action = "sample a text";
  checkModelKind(action, model, "LanguageModel");
  checkList(action, "prompt", prompt, "an array of ids");
  const names = ["length", "temperature", "seed", "without"];
  checkOptionNames(action, options, names);
  const { length, temperature = 1, seed = 0, without = [0] } = options;
  checkList(action, "without", without, "an array of ids");
  const { vocabularySize, maxPositions } = model.config;
  checkPositiveIntegers(action, {
    length,
    "the length of the prompt": prompt.length,
  });
  const cannot = (need: string, got: unknown) =>
    new RangeError(`Cannot ${action} as ${need}: got ${got}`);
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw cannot("temperature must be a finite number >= 0", temperature);
  }
  const isId = (id: number) =>
    Number.isInteger(id) && id >= 0 && id < vocabularySize;
  if (!prompt.every(isId)) {
    const need = `ids must be integers in [0, ${vocabularySize})`;
    throw cannot(need, prompt.find((id) => !isId(id)));
  }
  if (new Set(without.filter(isId)).size === vocabularySize) {
    throw cannot("without must leave an id", `all ${vocabularySize}`);
  }
  const random = randomSource(seed);
  const half = Math.max(1, Math.floor(maxPositions / 2));
  const ids = [...prompt];
  let cache: LanguageModelCache = [];
  let unread = ids.slice(-maxPositions);
  try {
    while (ids.length < prompt.length + length) {
      if ((cache[0]?.key.shape[1] ?? 0) + unread.length > maxPositions) {
        dispose(cache);
        cache = [];
        unread = ids.slice(-half);
      }
      let logits: tf.Tensor2D | undefined;
      for (const id of unread) {
        logits?.dispose();
        const last = tf.tensor2d([id], [1, 1], "int32");
        const before = cache;
        ({ logits, cache } = model.step(last, before));
        last.dispose();
        dispose(before);
      }
      const values = await logits!.data();
      logits!.dispose();
      const next = draw(values, { temperature, random, without });
      ids.push(next);
      unread = [next];
    }
  } finally {
    dispose(cache);
  }
  return ids.slice(prompt.length);
}

function dispose(cache: LanguageModelCache): void {
  for (const { key, value } of cache) tf.dispose([key, value]);
}

/** A place, by the softmax of its value divided by the temperature. */
function draw(
  values: ArrayLike<number>,
  { temperature, random, without }: {
    readonly temperature: number;
    readonly random: () => number;
    readonly without: readonly number[];
  },
): number {
  const places = Array.from(values, (_, place) => place)
    .filter((place) => !without.includes(place));
  const best = places.reduce((a, b) => values[b] > values[a] ? b : a);
  if (temperature === 0) return best;
  const weights = places.map((place) =>
    Math.exp((values[place] - values[best]) / temperature)
  );
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found < 0 ? best : places[found]; // rounding may leave a rest
}
