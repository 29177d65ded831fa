import { checkObject } from "../error/check_object.ts";
import { checkOptionNames } from "../error/check_option_names.ts";
import { FACTORED_OPTIONS } from "../layer/check_layer_options.ts";
import type { FactoredMatrix } from "../layer/projection.ts";
import type { FactorShapesObjective } from "../shape/factor_shapes.ts";

/** Which matrices of a model are sums of Kronecker products; the others are whole. */
export interface FactoredParts {
  /** Tables of words, which make the logits too if the output is tied. */
  readonly embedding?: FactoredMatrix;
  /** All four matrices of each attention. */
  readonly attention?: FactoredMatrix;
  /** Both matrices of each feed-forward part. */
  readonly feedForward?: FactoredMatrix;
  /** The output's matrix; there is none if it is tied. */
  readonly output?: FactoredMatrix;
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
  /** Only in {@linkcode FactoredParts}. */
  readonly output?: never;
}

/** The parts whose matrices have a rank each. */
export type FactoredPart = typeof FACTORED_PARTS[number];

/** Their names. */
export const FACTORED_PARTS = [
  "embedding",
  "attention",
  "feedForward",
  "output",
] as const;

/**
 * Refuses options of factored parts, or of a budget, that there are none of.
 *
 * @param action What can't be done otherwise, such as `"make a Transformer"`.
 * @param factored What the configuration holds, if anything; so for each part.
 * @throws {TypeError} If it is no object, or there is no option of a name that was given.
 */
export function checkFactored(
  action: string,
  factored: FactoredParts | FactoredBudget | undefined,
): void {
  if (factored !== undefined) {
    const need = "an object such as { parameters: 100_000 }";
    checkObject(action, "factored", factored, need);
  }
  const given = Object.fromEntries(
    Object.entries(factored ?? {}).filter(([, value]) => value != null),
  );
  if ("parameters" in given) {
    checkOptionNames(action, given, ["parameters", "order", "objective"]);
    return;
  }
  checkOptionNames(action, given, FACTORED_PARTS);
  for (const [part, options] of Object.entries(given)) {
    checkOptionNames(
      `${action} with a factored ${part}`,
      options,
      FACTORED_OPTIONS,
    );
  }
}

/** The part that a weight is of, by the name that the model gave it. */
export function partOf(name: string): FactoredPart {
  if (/^(source|target|words)\//.test(name)) return "embedding";
  if (name.startsWith("output/")) return "output";
  return name.includes("/feedForward/") ? "feedForward" : "attention";
}
