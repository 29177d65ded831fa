import { checkVocabularyIds } from "../model/check_vocabulary_ids.ts";
import type { Transformer } from "../model/transformer.ts";
import { checkEncodedPairs, type EncodedPairs } from "../text/encode_pairs.ts";

/**
 * Refuses pairs that a model can't read, before a training and not in its midst.
 *
 * @param action What can't be done otherwise.
 * @param name What the pairs are called.
 * @param model What is to read them.
 * @param pairs What the caller gave.
 * @throws {TypeError} If they are none.
 * @throws {RangeError} If one side has more than the other, a sentence has more ids than
 * the model positions, or an id is outside a vocabulary; names the sentence.
 */
export function checkPairs(
  action: string,
  name: string,
  model: Transformer,
  pairs: EncodedPairs,
): void {
  checkEncodedPairs(action, name, pairs);
  const { sourceSize, targetSize, maxPositions } = model.config;
  const sides = [
    ["source", sourceSize, maxPositions],
    ["target", targetSize, maxPositions + 1], // of which the last is not read
  ] as const;
  for (const [side, size, longest] of sides) {
    for (const [i, ids] of pairs[side].entries()) {
      const sentence = `${name}.${side}[${i}]`;
      checkVocabularyIds(action, sentence, ids, size);
      if (ids.length <= longest) continue;
      throw new RangeError(
        `Cannot ${action} as ${sentence} must have at most ${longest} ids, for ${maxPositions} positions: got ${ids.length}`,
      );
    }
  }
}
