import type { WordOrder } from "../text/vocabulary.ts";
import { type TranslationData, translationData } from "./translation_data.ts";
import { translationPairs } from "./translation_pairs.ts";

/**
 * The shipped German and English pairs as all models of the comparison read them: lower
 * case, words that occur twice.
 *
 * @param wordOrder In which order words get ids; by frequency by default.
 * @returns Tokenizers and ids.
 */
export async function shippedData(
  wordOrder?: WordOrder,
): Promise<TranslationData> {
  return await translationData(await translationPairs(), {
    kind: "words",
    wordOrder,
    lowerCase: true,
    maxPositions: 64,
  });
}
