import { tf } from "../engine/tf.ts";
import { checkList } from "../error/check_list.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { optionNames } from "../error/option_names.ts";
import type { AttentionCache } from "../layer/multi_head_attention.ts";
import { randomSource } from "../matrix/random_source.ts";
import { drawId } from "./draw_id.ts";
import type { LanguageModel } from "./language_model.ts";
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
  /** Draws from so many of the likeliest ids; from all by default; an integer >= 1. */
  readonly topK?: number;
  /**
   * Draws from the fewest of the likeliest ids that have this share of the probability
   * ("nucleus sampling"), of that of the `topK` where both are given; from all, 1, by
   * default; in (0, 1].
   */
  readonly topP?: number;
  /** The id that ends the text, which it is no part of, none of `without`; none by default. */
  readonly end?: number;
}

const OPTIONS = optionNames<SampleOptions>({
  length: true,
  temperature: true,
  seed: true,
  without: true,
  topK: true,
  topP: true,
  end: true,
});

/**
 * Goes on with a text as a language model would, id by id.
 *
 * What was computed for earlier ids is kept. When all positions are taken, the last half
 * of them is read again from the first position on.
 *
 * @see A. Holtzman and others, "The Curious Case of Neural Text Degeneration", ICLR 2020,
 *   for `topP`.
 *
 * @param model The model.
 * @param prompt Ids to go on from; at least one.
 * @param options How many ids, how freely, and from which seed.
 * @returns The new ids; fewer if the text came to its end.
 * @throws {RangeError} If the prompt is empty or holds what is no id, or an option is
 * out of range.
 * @throws {Error} If a logit is NaN or infinite, as of weights that are; minus infinity is
 * an id that is never drawn.
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
  checkOptionNames(action, options, OPTIONS);
  const { length, temperature = 1, seed = 0, without = [0] } = options;
  const { topK = Infinity, topP = 1, end } = options;
  checkList(action, "without", without, "an array of ids");
  const { vocabularySize, maxPositions } = model.config;
  checkPositiveIntegers(action, {
    length,
    "the length of the prompt": prompt.length,
    ...topK !== Infinity && { topK },
  });
  const cannot = (need: string, got: unknown) =>
    new RangeError(`Cannot ${action} as ${need}: got ${got}`);
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw cannot("temperature must be a finite number >= 0", temperature);
  }
  if (!(topP > 0 && topP <= 1)) {
    throw cannot("topP must be above 0 and at most 1", topP);
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
  if (end !== undefined && !isId(end)) {
    throw cannot(`end must be an integer in [0, ${vocabularySize})`, end);
  }
  if (end !== undefined && without.includes(end)) {
    throw cannot("end must not be among without, 0 by default", end);
  }
  const random = randomSource(seed);
  const half = Math.max(1, Math.floor(maxPositions / 2));
  const ids = [...prompt];
  let cache: AttentionCache[] = [];
  let unread = ids.slice(-maxPositions);
  try {
    while (ids.length < prompt.length + length) {
      if ((cache[0]?.key.shape[1] ?? 0) + unread.length > maxPositions) {
        tf.dispose(cache);
        cache = [];
        unread = ids.slice(-half);
      }
      const before = cache;
      const step = tf.tidy(() => {
        const words = tf.tensor2d([unread], [1, unread.length], "int32");
        return model.step(words, before);
      });
      cache = step.cache;
      tf.dispose(before);
      const values = await step.logits.data();
      step.logits.dispose();
      const next = drawId(values, { temperature, random, without, topK, topP });
      if (next === end) break;
      ids.push(next);
      unread = [next];
    }
  } finally {
    tf.dispose(cache);
  }
  return ids.slice(prompt.length);
}
