import { type FactoredPart, partOf } from "../model/factored_parts.ts";
import { readMetrics } from "../train/read_metrics.ts";
import { translationLoss } from "../train/translation_loss.ts";
import { Translator } from "../train/translator.ts";
import { evaluateTranslator } from "./evaluate_translation.ts";
import type { ReproductionRun } from "./reproduction_runs.ts";
import type { TranslationData } from "./translation_data.ts";
import { shippedPairs, type ShippedPart } from "./translation_pairs.ts";
import { translationModel } from "./translation_presets.ts";
import {
  trainTranslation,
  type TranslationProgress,
} from "./translation_run.ts";

/** How well the last weights translate one part of the pairs. */
export interface ReproductionScore {
  /** Which part. */
  readonly part: ShippedPart;
  /** Beams of the search; one is greedy. */
  readonly beams: number;
  /** BLEU of the translations, without tokenization. */
  readonly bleu: number;
  /** chrF2 of the same. */
  readonly chrf: number;
  /** The translations, where they tell models apart that others do not: the large test's. */
  readonly hypotheses?: readonly string[];
}

/** What one training gave, and all that it depends on but the pairs. */
export interface ReproductionResult extends
  Pick<
    ReproductionRun,
    "name" | "contest" | "model" | "preset" | "settings"
  > {
  /** Trainable parameters. */
  readonly parameters: number;
  /** The same by part of the model. */
  readonly parts: Readonly<Record<Part, number>>;
  /** The least loss on the validation pairs, in nats a word, and its epoch. */
  readonly best: { readonly loss: number; readonly epoch: number };
  /** Loss of the last weights on the test pairs, in nats a word. */
  readonly loss: number;
  /** BLEU of the greedy translations of the test pairs, without tokenization. */
  readonly bleu: number;
  /** chrF2 of the same. */
  readonly chrf: number;
  /** The same with beams, and on the other pairs that it is scored on. */
  readonly others: readonly ReproductionScore[];
  /** Seconds of training. */
  readonly seconds: number;
  /** Words of the target that training took a second. */
  readonly wordsPerSecond: number;
  /** After each epoch: seconds since the start, and loss on the validation pairs. */
  readonly curve: readonly {
    readonly seconds: number;
    readonly validation: number;
  }[];
  /** Translations of the test pairs. */
  readonly hypotheses: readonly string[];
}

/** Parts of a Transformer. */
export const PARTS = [
  "embeddings",
  "attention",
  "feed-forward",
  "output",
  "other",
] as const;

/** One of {@linkcode PARTS}. */
export type Part = typeof PARTS[number];

/**
 * What else than the greedy translations of the test pairs is scored.
 *
 * @param run A training.
 * @returns Pairs and searches, in the order of the scores.
 */
export function otherSearches(
  { parts }: Pick<ReproductionRun, "parts">,
): Pick<ReproductionScore, "part" | "beams">[] {
  return parts.flatMap((part) =>
    (part === "test" ? [4] : [1, 4]).map((beams) => ({ part, beams }))
  );
}

/**
 * Trains a model and tests it, or goes on where that stopped.
 *
 * @param run What to train.
 * @param options Data, folder of the run, how to stop and to follow it.
 * @returns The result, or nothing if it was stopped.
 */
export async function runReproduction(
  run: ReproductionRun,
  { data, folder, signal, onStep }: {
    readonly data: TranslationData;
    readonly folder: string;
    readonly signal?: AbortSignal;
    readonly onStep?: (progress: TranslationProgress) => void;
  },
): Promise<ReproductionResult | undefined> {
  const { name, contest, model, preset, settings } = run;
  const sizes = { sourceSize: data.source.size, targetSize: data.target.size };
  const { finished, parameters, best, seconds, wordsPerSecond } =
    await trainTranslation({
      data,
      model: translationModel(preset, {
        ...sizes,
        seed: settings.seed,
        positions: "sinusoidal",
      }),
      settings,
      folder,
      keep: "last",
      ...signal && { signal },
      ...onStep && { onStep },
    });
  if (!finished || !best) return undefined;
  const translator = await Translator.read(folder);
  const evaluate = async (part: ShippedPart, beams: number) =>
    evaluateTranslator(translator, await shippedPairs(part), {
      tokenize: "none",
      beams,
    });
  const score = await evaluate("test", 1);
  const loss = await translationLoss(
    translator.model,
    translator.encode(await shippedPairs("test")),
  );
  const others: ReproductionScore[] = [];
  for (const { part, beams } of otherSearches(run)) {
    const { bleu, chrf, hypotheses } = await evaluate(part, beams);
    others.push({
      part,
      beams,
      bleu: bleu.score,
      chrf,
      ...part === "large test" && { hypotheses },
    });
  }
  const parts = partsOf(translator.model.weights);
  translator.dispose();
  const { validations } = await readMetrics(folder);
  return {
    name,
    contest,
    model,
    preset,
    settings,
    parameters,
    parts,
    best,
    loss,
    bleu: score.bleu.score,
    chrf: score.chrf,
    others,
    seconds,
    wordsPerSecond,
    curve: validations.map(({ seconds, validation }) => ({
      seconds: Math.round(seconds),
      validation,
    })),
    hypotheses: score.hypotheses,
  };
}

const NAMES: Readonly<Record<FactoredPart, Part>> = {
  embedding: "embeddings",
  attention: "attention",
  feedForward: "feed-forward",
  output: "output",
};

/**
 * Number of parameters of each part of a Transformer.
 *
 * @param weights By name.
 * @returns The numbers; a tied output has no more than its bias.
 */
export function partsOf(
  weights: Readonly<Record<string, { readonly size: number }>>,
): Record<Part, number> {
  const parts = Object.fromEntries(
    PARTS.map((part) => [part, 0]),
  ) as Record<Part, number>;
  for (const [name, { size }] of Object.entries(weights)) {
    parts[/\/norm\//.test(name) ? "other" : NAMES[partOf(name)]] += size;
  }
  return parts;
}
