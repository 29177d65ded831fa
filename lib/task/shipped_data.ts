import type { TokenizerKind } from "../text/tokenizer_kinds.ts";
import { type TranslationData, translationData } from "./translation_data.ts";
import { translationPairs } from "./translation_pairs.ts";

/** Ids of each language where sentences are made of subwords. */
const SUBWORDS = 4_000;

/**
 * The shipped German and English pairs as all models of the comparison read them: lower
 * case, words that occur twice, or 4,000 subwords of each language.
 *
 * @param kind What sentences are made of; words by default.
 * @returns Tokenizers and ids.
 */
export async function shippedData(
  kind: TokenizerKind = "words",
): Promise<TranslationData> {
  return await translationData(await translationPairs(), {
    kind,
    minCount: 2,
    ...kind === "subwords" && { vocabulary: SUBWORDS },
    lowerCase: true,
    maxPositions: 64,
  });
}
