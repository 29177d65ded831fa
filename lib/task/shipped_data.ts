import { type TranslationData, translationData } from "./translation_data.ts";
import { translationPairs } from "./translation_pairs.ts";

/**
 * The shipped German and English pairs as all models of the comparison read them: lower
 * case, words that occur twice.
 *
 * @returns Tokenizers and ids.
 */
export async function shippedData(): Promise<TranslationData> {
  return await translationData(await translationPairs(), {
    kind: "words",
    minCount: 2,
    lowerCase: true,
    maxPositions: 64,
  });
}
