import type { ReproductionResult } from "../../lib/task/reproduction_result.ts";
import {
  TRANSLATION_PRESETS,
  TRANSLATION_SETTINGS,
} from "../../lib/task/translation_presets.ts";

const { rate, weightDecay, ...preset } = TRANSLATION_PRESETS.dense;
const settings = { ...TRANSLATION_SETTINGS, rate, weightDecay, epochs: 2 };

/** Three sentences with their right translations. */
export const SENTENCES = {
  source: ["Eins zwei drei .", "Vier fünf sechs .", "Sieben acht neun ."],
  references: ["one two three .", "four five six .", "seven eight nine ."],
};

/** A result as a training gives it. */
export function reproductionResult(
  change: Partial<ReproductionResult> = {},
): ReproductionResult {
  return {
    name: "converged-dense-1",
    contest: "converged",
    model: "dense",
    preset,
    settings,
    parameters: 4_000,
    parts: {
      embeddings: 1_000,
      attention: 1_600,
      "feed-forward": 1_200,
      output: 50,
      other: 150,
    },
    best: { loss: 1.25, epoch: 2 },
    loss: 1.5,
    bleu: 40,
    chrf: 60,
    others: [
      { part: "test", beams: 4, bleu: 41, chrf: 61 },
      { part: "valid", beams: 1, bleu: 38, chrf: 58 },
    ],
    seconds: 120,
    wordsPerSecond: 1_000,
    curve: [{ seconds: 60, validation: 2 }, { seconds: 120, validation: 1.25 }],
    hypotheses: ["one two three .", "four five .", "seven nine ."],
    ...change,
  };
}

/** A smaller and better model with two seeds beside the dense one with one. */
export const RESULTS: readonly ReproductionResult[] = [
  reproductionResult(),
  ...[1, 2].map((seed) =>
    reproductionResult({
      name: `converged-shapeshifter-${seed}`,
      model: "Shapeshifter",
      settings: { ...settings, seed },
      parameters: 400,
      parts: {
        embeddings: 100,
        attention: 160,
        "feed-forward": 120,
        output: 5,
        other: 15,
      },
      bleu: 42 + seed,
      hypotheses: SENTENCES.references,
    })
  ),
];
