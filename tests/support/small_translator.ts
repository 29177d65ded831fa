import { tf } from "../../lib/engine/tf.ts";
import type { TransformerConfig } from "../../lib/model/transformer_config.ts";
import { WordTokenizer } from "../../lib/text/word_tokenizer.ts";
import { Translator } from "../../lib/train/translator.ts";
import { smallTransformer } from "./small_transformer.ts";

/** Words that the small translator knows. */
export const KNOWN = {
  source: ["a", "b", "c", "d", "e", "f", "g"],
  target: ["v", "w", "x", "y", "z"],
};

/**
 * A translator of an untrained model, for sentences of at most 7 words. Its weights are
 * large enough, and ends rare enough, for sentences to have translations of their own.
 */
export function smallTranslator(
  change: Partial<TransformerConfig> = {},
): Translator {
  const model = smallTransformer(change);
  for (const weight of Object.values(model.weights)) {
    tf.tidy(() => weight.assign(tf.mul(weight, 4)));
  }
  const rare = tf.tensor1d([0, 0, 0, -40, 0, 0, 0, 0, 0]);
  model.weights["output/bias"].assign(rare);
  rare.dispose();
  return new Translator({
    model,
    kind: "words",
    source: new WordTokenizer(KNOWN.source),
    target: new WordTokenizer(KNOWN.target),
  });
}
