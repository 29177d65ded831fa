import type { FactoredMatrix } from "../layer/projection.ts";
import type { FactorShapesObjective } from "../shape/factor_shapes.ts";

/** Which matrices of a model are sums of Kronecker products; the others are whole. */
export interface FactoredParts {
  /** Tables of words, and the output's matrix if it is not tied. */
  readonly embedding?: FactoredMatrix;
  /** All four matrices of each attention. */
  readonly attention?: FactoredMatrix;
  /** Both matrices of each feed-forward part. */
  readonly feedForward?: FactoredMatrix;
  /** Only in a {@linkcode FactoredBudget}. */
  readonly parameters?: never;
}

/** A budget of trainable parameters for the whole model, biases and all. */
export interface FactoredBudget {
  /** How many parameters the model may have; an integer >= 1. */
  readonly parameters: number;
  /** Factors in a term; an integer >= 1, default 2. */
  readonly order?: number;
  /** How factors are chosen; default `"balanced"`. */
  readonly objective?: FactorShapesObjective;
  /** Only in {@linkcode FactoredParts}. */
  readonly embedding?: never;
  /** Only in {@linkcode FactoredParts}. */
  readonly attention?: never;
  /** Only in {@linkcode FactoredParts}. */
  readonly feedForward?: never;
}

/** The parts whose matrices have a rank each. */
export type FactoredPart = "embedding" | "attention" | "feedForward";
