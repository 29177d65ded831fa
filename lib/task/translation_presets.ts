import type { FactoredMatrix } from "../layer/projection.ts";
import type { TransformerConfig } from "../model/transformer_config.ts";
import type { WordOrder } from "../text/vocabulary.ts";
import type { TranslationSettings } from "./translation_settings.ts";

/** Ranks of a model's matrices; 0 where they are whole. */
export interface Ranks {
  /** Of both tables of words. */
  readonly embedding: number;
  /** Of the matrices of attention. */
  readonly attention: number;
  /** Of the matrices of the feed-forward parts. */
  readonly feedForward: number;
}

/** A Transformer that is known to translate the shipped pairs, and how it is trained. */
export interface TranslationPreset {
  /** Width of every vector. */
  readonly width: number;
  /** Width inside the feed-forward parts. */
  readonly hidden: number;
  /** How many terms each matrix has. */
  readonly ranks: Ranks;
  /** Factors in a term of a table of words; 2 by default. */
  readonly tableOrder?: number;
  /** In which order words get ids; by frequency by default. */
  readonly wordOrder?: WordOrder;
  /** Whether the target's table makes the logits, as by default, or a whole matrix. */
  readonly tiedOutput?: boolean;
  /** How the sizes of factored matrices are split. */
  readonly shapes: "balanced" | "skewed" | "lowRank";
  /** Normalization before or, as by default, behind each part. */
  readonly norm?: "pre" | "post";
  /** Share of the entries that training drops. */
  readonly dropout: number;
  /** Share of the weights of attention that training drops; 0 by default. */
  readonly attentionDropout?: number | undefined;
  /** Share of the entries inside feed-forward parts that it drops; 0 by default. */
  readonly feedForwardDropout?: number | undefined;
  /** The largest learning rate. */
  readonly rate: number;
  /** Share of its matrices that a step of rate 1 takes away. */
  readonly weightDecay: number;
}

/** What of a preset the model has. */
export type ModelPreset = Omit<TranslationPreset, "rate" | "weightDecay">;

const WHOLE: Ranks = { embedding: 0, attention: 0, feedForward: 0 };
const FACTORED: Ranks = { embedding: 64, attention: 7, feedForward: 13 };

/**
 * Models by name; four of them have about a tenth of the first one's parameters, the
 * last two are for what factored tables of words do by themselves.
 */
export const TRANSLATION_PRESETS = {
  dense: {
    width: 256,
    hidden: 512,
    ranks: WHOLE,
    shapes: "balanced",
    dropout: 0.2,
    rate: 1e-3,
    weightDecay: 0.4,
  },
  shapeshifter: {
    width: 256,
    hidden: 512,
    ranks: FACTORED,
    shapes: "balanced",
    dropout: 0.2,
    rate: 3e-3,
    weightDecay: 0.1,
  },
  skewed: {
    width: 256,
    hidden: 512,
    ranks: FACTORED,
    shapes: "skewed",
    dropout: 0.2,
    rate: 4.5e-3,
    weightDecay: 0.1,
  },
  narrow: {
    width: 52,
    hidden: 104,
    ranks: WHOLE,
    shapes: "balanced",
    dropout: 0.2,
    rate: 4.5e-3,
    weightDecay: 0.1,
  },
  "low-rank": {
    width: 256,
    hidden: 512,
    ranks: { embedding: 37, attention: 8, feedForward: 8 },
    shapes: "lowRank",
    dropout: 0.1,
    rate: 3e-3,
    weightDecay: 0.1,
  },
  untied: {
    width: 256,
    hidden: 512,
    ranks: WHOLE,
    shapes: "balanced",
    tiedOutput: false,
    norm: "pre", // better on the validation pairs, where other models are worse so
    dropout: 0.2,
    rate: 7e-4,
    weightDecay: 0.4,
  },
  embeddings: {
    width: 256,
    hidden: 512,
    ranks: { embedding: 23, attention: 0, feedForward: 0 },
    shapes: "balanced",
    tableOrder: 3,
    wordOrder: "alphabet", // which such tables learn much faster from
    tiedOutput: false,
    dropout: 0.2,
    rate: 1e-3,
    weightDecay: 0.2,
  },
} as const satisfies Record<string, TranslationPreset>;

/** Name of a model of {@linkcode TRANSLATION_PRESETS}. */
export type PresetName = keyof typeof TRANSLATION_PRESETS;

/** How all of them are trained, but for the rate, decay and dropout. */
export const TRANSLATION_SETTINGS: Omit<
  TranslationSettings,
  "rate" | "weightDecay"
> = {
  epochs: 12,
  warmUp: 400,
  schedule: "linear",
  smoothing: 0.1,
  batch: { sentences: 64 },
  accumulate: 1,
  clip: 1,
  seed: 1,
};

/** What a model has besides what its preset says. */
export interface ModelOptions {
  /** Number of ids of the source. */
  readonly sourceSize: number;
  /** Number of ids of the target. */
  readonly targetSize: number;
  /** Seed of the weights and of dropout. */
  readonly seed: number;
  /** Layers of encoder and decoder each; 2 by default. */
  readonly layers?: number;
  /** Attention heads; 4 by default. */
  readonly heads?: number;
  /** Most ids of a sentence, begin and end included; 64 by default. */
  readonly maxPositions?: number;
  /** How positions are told. */
  readonly positions?: "sinusoidal" | "learned";
}

/**
 * The configuration of a Transformer of a preset.
 *
 * @param preset Widths, ranks, shapes and dropout.
 * @param options Numbers of ids, seed, and what else there is to choose.
 * @returns The configuration.
 */
export function translationModel(
  preset: ModelPreset,
  { layers = 2, heads = 4, maxPositions = 64, ...options }: ModelOptions,
): TransformerConfig {
  const { width, hidden, ranks, shapes, tableOrder = 2, tiedOutput } = preset;
  const { norm = "post" } = preset;
  const { dropout, attentionDropout, feedForwardDropout } = preset;
  const matrix = (rank: number, outputs?: number): FactoredMatrix => ({
    rank,
    order: 2,
    ...shapes === "lowRank" && { objective: "lowRank" as const },
    ...shapes === "skewed" && outputs && skewedFactors(width, outputs),
  });
  const factored = {
    ...ranks.embedding > 0 && {
      embedding: { ...matrix(ranks.embedding), order: tableOrder },
    },
    ...ranks.attention > 0 && { attention: matrix(ranks.attention, width) },
    ...ranks.feedForward > 0 &&
      { feedForward: matrix(ranks.feedForward, hidden) },
  };
  return {
    ...options,
    width,
    heads,
    hidden,
    encoderLayers: layers,
    decoderLayers: layers,
    maxPositions,
    norm,
    dropout,
    ...attentionDropout !== undefined && { attentionDropout },
    ...feedForwardDropout !== undefined && { feedForwardDropout },
    ...tiedOutput !== undefined && { tiedOutput },
    ...Object.keys(factored).length > 0 && { factored },
  };
}

/** Factors (n/4, 4) × (…, n/4): as many parameters as balanced ones of n = 256. */
function skewedFactors(inputs: number, outputs: number) {
  const large = Math.ceil(inputs / 4);
  return {
    inputFactors: [large, Math.ceil(inputs / large)],
    outputFactors: [Math.ceil(outputs / large), large],
  };
}
