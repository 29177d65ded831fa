import type { FactoredMatrix } from "../layer/projection.ts";
import type { FactorShapesObjective } from "../shape/factor_shapes.ts";

/** How the layers of one pattern are factored. */
export interface LayerPlan extends Omit<FactoredMatrix, "rank"> {
  /**
   * Terms: an integer >= 1, or a number in `(0, 1)`, the fraction of the full Kronecker
   * rank, at which every matrix can be written.
   */
  readonly rank: number;
}

/** A plan by patterns of layer names, where `*` stands for any characters; the first match counts. */
export type PatternPlan = Readonly<Record<string, LayerPlan>>;

/** A budget of parameters for the whole model, biases and all. */
export interface BudgetPlan {
  /** How many times fewer parameters the model may have; >= 1. Or: */
  readonly ratio?: number;
  /** How many parameters the model may have; an integer >= 1. */
  readonly parameters?: number;
  /** Factors in a term; an integer >= 1, default 2. */
  readonly order?: number;
  /** How factors are chosen; default `"balanced"`. */
  readonly objective?: FactorShapesObjective;
}

/** What {@linkcode shapeshift} does to which layers. */
export type ShapeshiftPlan = PatternPlan | BudgetPlan;

/** Whether a plan is a budget; a pattern's value is an object. */
export function isBudget(plan: ShapeshiftPlan): plan is BudgetPlan {
  return typeof plan.ratio === "number" || typeof plan.parameters === "number";
}

/** Whether a layer's path fits a pattern such as `*.attention`. */
export function matches(pattern: string, path: string): boolean {
  const parts = pattern.split("*").map((part) =>
    part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
  );
  return new RegExp(`^${parts.join(".*")}$`).test(path);
}
