import { LanguageModel } from "../../lib/model/language_model.ts";
import type { LanguageModelConfig } from "../../lib/model/language_model_config.ts";

/** A small language model, dense unless it is told otherwise. */
export function smallLanguageModel(
  change: Partial<LanguageModelConfig> = {},
): LanguageModel {
  return new LanguageModel({
    vocabularySize: 9,
    width: 8,
    heads: 2,
    hidden: 12,
    layers: 2,
    maxPositions: 8,
    seed: 3,
    ...change,
  });
}

/** The kinds that there are, by name. */
export const LANGUAGE_KINDS: Readonly<
  Record<string, Partial<LanguageModelConfig>>
> = {
  dense: {},
  "post-norm with learned positions": { norm: "post", positions: "learned" },
  untied: { tiedOutput: false },
  factored: {
    factored: {
      embedding: { rank: 2 },
      attention: { rank: 2 },
      feedForward: { rank: 2 },
    },
  },
  "untied within a budget": {
    tiedOutput: false,
    factored: { parameters: 900 },
  },
};
