import type { FactoredPart } from "./factored_parts.ts";
import type { StackConfig } from "./stack_config.ts";

/** A matrix that may be factored. */
export interface ModelMatrix {
  /** The part whose rank it has. */
  readonly part: FactoredPart;
  /** Its rows; an integer >= 1. */
  readonly inputs: number;
  /** Its columns; an integer >= 1. */
  readonly outputs: number;
  /** Whether it is a table of words, whose rows are looked up. */
  readonly table?: true;
}

/** What a model's parameters are in. */
export interface ModelSizes {
  /** The matrices that may be factored. */
  readonly matrices: readonly ModelMatrix[];
  /** All other parameters: biases, normalizations, learned positions. */
  readonly others: number;
}

/** The sum of several. */
export function sumOfSizes(sizes: readonly ModelSizes[]): ModelSizes {
  return {
    matrices: sizes.flatMap(({ matrices }) => matrices),
    others: sizes.reduce((sum, { others }) => sum + others, 0),
  };
}

/** Of an attention, with its normalization. */
export function attentionSizes({ width }: StackConfig): ModelSizes {
  const matrix = { part: "attention", inputs: width, outputs: width } as const;
  return { matrices: new Array(4).fill(matrix), others: 4 * width + 2 * width };
}

/** Of a feed-forward part, with its normalization. */
export function feedForwardSizes({ width, hidden }: StackConfig): ModelSizes {
  return {
    matrices: [
      { part: "feedForward", inputs: width, outputs: hidden },
      { part: "feedForward", inputs: hidden, outputs: width },
    ],
    others: hidden + width + 2 * width,
  };
}

/** Of a table of words. */
export function tableSizes(words: number, { width }: StackConfig): ModelSizes {
  const table = { inputs: words, outputs: width, table: true } as const;
  return { matrices: [{ part: "embedding", ...table }], others: 0 };
}

/** Of what makes logits of vectors, with a bias for each word. */
export function outputSizes(
  words: number,
  { width, tiedOutput = true }: StackConfig,
): ModelSizes {
  const matrix = { part: "output", inputs: width, outputs: words } as const;
  return { matrices: tiedOutput ? [] : [matrix], others: words };
}

/** Of what a model has once: learned positions, and so many normalizations at its ends. */
export function commonSizes(
  { width, maxPositions, positions, norm }: StackConfig,
  ends: number,
): ModelSizes {
  const learned = positions === "learned" ? maxPositions * width : 0;
  return {
    matrices: [],
    others: learned + (norm === "post" ? 0 : ends * 2 * width),
  };
}
