import { slug } from "./slug.ts";
import type { ShippedPart } from "./translation_pairs.ts";
import {
  type ModelPreset,
  type PresetName,
  type Ranks,
  TRANSLATION_PRESETS,
  TRANSLATION_SETTINGS,
  type TranslationPreset,
} from "./translation_presets.ts";
import type { TranslationSettings } from "./translation_settings.ts";

/** What models are compared at. */
export const CONTESTS = [
  "converged",
  "equal-time",
  "sizes",
  "embeddings",
] as const;

/** One of {@linkcode CONTESTS}. */
export type Contest = typeof CONTESTS[number];

/** A model and how it is trained in a contest. */
export interface Contestant {
  /** What it is called. */
  readonly model: string;
  /** What it is made of. */
  readonly preset: PresetName;
  /** Where it differs from that; chosen on validation pairs. */
  readonly change?: Partial<TranslationPreset>;
  /** Whether the larger test is for it, as the other does not tell it from its rivals. */
  readonly close?: boolean;
}

/** One training. */
export interface ReproductionRun {
  /** Name of its folder. */
  readonly name: string;
  /** What it is compared at. */
  readonly contest: Contest;
  /** What the model is called. */
  readonly model: string;
  /** What the model is made of, with its dropout. */
  readonly preset: ModelPreset;
  /** How it is trained. */
  readonly settings: TranslationSettings;
  /** What of the pairs it is scored on. */
  readonly parts: readonly ShippedPart[];
}

/** How long a model is trained. */
type Time = Pick<TranslationSettings, "epochs" | "average">;

/** The models that all contests are about, with the epochs that they converge in. */
const CONVERGED: readonly (Contestant & Time)[] = [
  {
    model: "dense",
    preset: "dense",
    change: { dropout: 0.3 },
    epochs: 54,
    average: 6,
    close: true,
  },
  {
    model: "Shapeshifter",
    preset: "skewed",
    change: { dropout: 0.25, rate: 3e-3 },
    epochs: 180,
    average: 20,
    close: true,
  },
  { model: "narrow", preset: "narrow", epochs: 180, average: 20, close: true },
  { model: "low rank", preset: "low-rank", epochs: 41, average: 5 },
];

/** The same for a short training, whose dropouts and rates their presets have. */
export const EQUAL_TIME: readonly Contestant[] = CONVERGED.map(
  ({ model, preset }) => ({ model, preset }),
);

/** What factored tables do by themselves, trained until they converge. */
const EMBEDDINGS: typeof CONVERGED = [
  { model: "untied", preset: "untied", change: { dropout: 0.3 }, epochs: 48 },
  {
    model: "untied, embeddings 102×",
    preset: "embeddings",
    change: { dropout: 0.3, weightDecay: 0.3 },
    epochs: 72,
  },
];

/** Epochs of the dense model in a short training, whose time all others get. */
export const DENSE_EPOCHS = 12;

/** Models of other sizes, by the one of equal time whose epochs they get. */
const SIZES: readonly (Contestant & { readonly like: string })[] = [
  {
    model: "Shapeshifter 5×",
    preset: "skewed",
    change: { ranks: ranks(132, 18), rate: 3e-3 },
    like: "Shapeshifter",
  },
  {
    model: "Shapeshifter 20×",
    preset: "skewed",
    change: {
      ranks: ranks(31, 4),
      dropout: 0.1,
      rate: 6.5e-3,
      wordOrder: "alphabet",
    },
    like: "Shapeshifter",
  },
  {
    model: "Shapeshifter 40×",
    preset: "skewed",
    change: {
      ranks: ranks(13, 2),
      dropout: 0.1,
      rate: 9.5e-3,
      wordOrder: "alphabet",
    },
    like: "Shapeshifter",
  },
  {
    model: "dense, embeddings 102×",
    preset: "embeddings",
    change: { tiedOutput: true, dropout: 0.1 },
    like: "dense",
  },
];

/** How many epochs each model has time for, by its name. */
export type EqualTimeEpochs = Readonly<Record<string, number>>;

/**
 * All trainings of the comparison, the most telling first.
 *
 * @param options How many seeds each model is trained from, and the epochs of equal time.
 * @returns The trainings.
 */
export function reproductionRuns(
  { seeds, epochs }: {
    readonly seeds: number;
    readonly epochs: EqualTimeEpochs;
  },
): ReproductionRun[] {
  const runs: ReproductionRun[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    for (const { epochs, average, ...contestant } of CONVERGED) {
      const time = { epochs, ...average !== undefined && { average }, seed };
      runs.push(runOf("converged", contestant, time));
    }
    for (const contestant of EQUAL_TIME) {
      const time = { epochs: epochs[contestant.model], seed };
      runs.push(runOf("equal-time", contestant, time));
    }
    for (const { epochs, ...contestant } of EMBEDDINGS) {
      runs.push(runOf("embeddings", contestant, { epochs, seed }));
    }
    for (const { like, ...contestant } of SIZES) {
      runs.push(runOf("sizes", contestant, { epochs: epochs[like], seed }));
    }
  }
  return runs;
}

function ranks(embedding: number, other: number): Ranks {
  return { embedding, attention: other, feedForward: other };
}

function runOf(
  contest: Contest,
  contestant: Contestant,
  time: Time & { readonly seed: number },
): ReproductionRun {
  const { model, preset: name, change, close } = contestant;
  const { rate, weightDecay, ...preset }: TranslationPreset = {
    ...TRANSLATION_PRESETS[name],
    ...change,
  };
  return {
    name: `${contest}-${slug(model)}-${time.seed}`,
    contest,
    model,
    preset,
    settings: {
      ...TRANSLATION_SETTINGS,
      rate,
      weightDecay,
      ...time,
    },
    parts: ["test", "valid", ...close ? ["large test"] as const : []],
  };
}
