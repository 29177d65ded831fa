import { checkObject } from "../error/check_object.ts";
import { checkOptionNames, likelyName } from "../error/check_option_names.ts";
import { describeValue, isObject } from "../error/describe_value.ts";
import { optionNames } from "../error/option_names.ts";
import { FACTORED_OPTIONS } from "../layer/check_layer_options.ts";
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

const BUDGET_OPTIONS = optionNames<BudgetPlan>({
  ratio: true,
  parameters: true,
  order: true,
  objective: true,
});

/**
 * Refuses what is no plan, whatever the model.
 *
 * @param action What can't be done otherwise, such as `"shapeshift the model"`.
 * @param plan What the caller gave.
 * @throws {RangeError} If a pattern's rank is neither an integer >= 1 nor in `(0, 1)`.
 * @throws {TypeError} If it is no object, a pattern has none, a budget is given twice, or
 *   there is no option of a name that was given; says which was probably meant.
 */
export function checkPlan(action: string, plan: ShapeshiftPlan): void {
  checkObject(
    action,
    "its plan",
    plan,
    'an object, a budget such as { ratio: 10 } or patterns such as { "*": { rank: 2 } }',
  );
  if (isBudget(plan)) {
    checkOptionNames(action, plan, BUDGET_OPTIONS);
    if (plan.ratio != null && plan.parameters != null) {
      throw new TypeError(
        `Cannot ${action} as a budget must have one of ratio and parameters: got both`,
      );
    }
    return;
  }
  for (const [name, entry] of Object.entries(plan)) {
    if (isObject(entry)) {
      checkOptionNames(action, entry, FACTORED_OPTIONS);
      checkRank(action, name, entry);
      continue;
    }
    const got = describeValue(entry);
    throw new TypeError(
      BUDGET_OPTIONS.includes(name)
        ? `Cannot ${action} as a budget must have a number for ratio or parameters: got ${name} ${got}`
        : `Cannot ${action} as ${name} must be an object such as { rank: 2 } if it is a pattern, or else one of ${
          BUDGET_OPTIONS.join(", ")
        }: got ${got}${likelyName(name, BUDGET_OPTIONS)}`,
    );
  }
}

/** Refuses a rank that is none, whether or not a layer would take it. */
function checkRank(
  action: string,
  pattern: string,
  { rank }: Partial<LayerPlan>,
): void {
  if (Number.isSafeInteger(rank) && rank! >= 1) return;
  if (typeof rank === "number" && rank > 0 && rank < 1) return;
  throw new RangeError(
    `Cannot ${action} as rank of ${pattern} must be an integer >= 1 or a fraction in (0, 1): got ${
      describeValue(rank)
    }`,
  );
}

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
