import { checkOptionNames } from "../error/check_option_names.ts";
import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { checkShares } from "../error/check_shares.ts";
import { optionNames } from "../error/option_names.ts";
import {
  checkLayerOptions,
  FACTORED_OPTIONS,
  LAYER_OPTIONS,
} from "./check_layer_options.ts";
import type { DenseArgs } from "./dense_config.ts";
import type { LayerArgs } from "./layer_args.ts";
import type { FactoredMatrix } from "./projection.ts";
import type { SeededDropout } from "./seeded_dropout.ts";

/** Names of the four matrices of attention. */
export type AttentionMatrix = "query" | "key" | "value" | "output";

/** Arguments of {@linkcode MultiHeadAttention}. */
export interface MultiHeadAttentionArgs extends LayerArgs {
  /** Number of heads; an integer >= 1. */
  readonly numHeads: number;
  /** Size of a head's queries and keys; an integer >= 1. */
  readonly keyDim: number;
  /** Size of a head's values; an integer >= 1, default `keyDim`. */
  readonly valueDim?: number;
  /** Makes all matrices sums of Kronecker products, or those named; default none. */
  readonly factored?:
    | FactoredMatrix
    | Readonly<Partial<Record<AttentionMatrix, FactoredMatrix>>>;
  /** Whether a position sees only itself and those before; default false. */
  readonly causal?: boolean;
  /** Fraction of the attention weights that training drops; in `[0, 1)`, default 0. */
  readonly dropout?: number;
  /** Where it is drawn from what to drop, as for a whole model; default: from `seed`. */
  readonly sequence?: SeededDropout;
  /** Whether the projections have a bias; default true. */
  readonly useBias?: boolean;
  /** Of each matrix, as in `tf.layers.dense`; default Glorot. */
  readonly kernelInitializer?: NonNullable<DenseArgs["kernelInitializer"]>;
  /** Of each bias; default zeros. */
  readonly biasInitializer?: NonNullable<DenseArgs["biasInitializer"]>;
  /** Of each matrix or factor. */
  readonly kernelRegularizer?: NonNullable<DenseArgs["kernelRegularizer"]>;
  /** Draws the same weights and drops the same weights; default: others each time. */
  readonly seed?: number;
}

/** The same as a list. */
export const MATRICES = ["query", "key", "value", "output"] as const;

const OPTIONS = [
  ...optionNames<Omit<MultiHeadAttentionArgs, keyof LayerArgs>>({
    numHeads: true,
    keyDim: true,
    valueDim: true,
    factored: true,
    causal: true,
    dropout: true,
    sequence: true,
    useBias: true,
    kernelInitializer: true,
    biasInitializer: true,
    kernelRegularizer: true,
    seed: true,
  }),
  ...LAYER_OPTIONS,
];

/** Refuses what {@linkcode MultiHeadAttention} can't be made of. */
export function checkAttentionArgs(
  action: string,
  args: MultiHeadAttentionArgs,
): void {
  checkLayerOptions(action, args, OPTIONS);
  const { numHeads, keyDim, valueDim = keyDim, dropout = 0 } = args;
  checkPositiveIntegers(action, { numHeads, keyDim, valueDim });
  checkShares(action, { dropout });
  if (args.factored && !("rank" in args.factored)) {
    checkOptionNames(action, args.factored, MATRICES);
  }
  for (const matrix of MATRICES) {
    const factored = factoredOf(args, matrix);
    if (factored) {
      checkOptionNames(action, factored, FACTORED_OPTIONS);
      checkPositiveIntegers(action, { rank: factored.rank });
    }
  }
}

/** How a matrix is factored, if it is. */
export function factoredOf(
  { factored }: MultiHeadAttentionArgs,
  matrix: AttentionMatrix,
): FactoredMatrix | undefined {
  if (factored === undefined) return undefined;
  return "rank" in factored ? factored as FactoredMatrix : factored[matrix];
}

/** What the projections take of them, as dense layers do. */
export function denseArgs(
  args: MultiHeadAttentionArgs,
): Omit<DenseArgs, "units"> {
  const { useBias, kernelInitializer, biasInitializer, kernelRegularizer } =
    args;
  return {
    ...(useBias !== undefined && { useBias }),
    ...(kernelInitializer && { kernelInitializer }),
    ...(biasInitializer && { biasInitializer }),
    ...(kernelRegularizer && { kernelRegularizer }),
  };
}
