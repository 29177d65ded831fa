import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import { factorsFor } from "../layer/factors_for.ts";
import { FeedForward, turned } from "../layer/feed_forward.ts";
import {
  chooseFactorShapes,
  fullRanks,
  shapesWith,
} from "../shape/factor_shapes.ts";
import type {
  FactorShapes,
  FactorShapesObjective,
} from "../shape/factor_shapes.ts";
import { growRanks } from "../shape/grow_ranks.ts";
import type { FactorableLayer, LayerKind } from "./factorable_layers.ts";
import { isBudget, matches } from "./shapeshift_plan.ts";
import type {
  BudgetPlan,
  LayerPlan,
  PatternPlan,
  ShapeshiftPlan,
} from "./shapeshift_plan.ts";

/** What becomes of a layer. */
export interface LayerDecision {
  /** The layer's path in the model. */
  readonly layer: string;
  /** Parameters of its whole matrices. */
  readonly denseParameters: number;
  /** Parameters of its matrices afterwards. */
  readonly parameters: number;
  /** How it is factored, or nothing if it is left as it is. */
  readonly factored?: LayerPlan;
  /** Why it is left. */
  readonly reason?: string;
}

/**
 * Ranks of a budget grow in these proportions: small ones do in attention, embeddings
 * need higher ones (Panahi, Saeedi and Arodz, "Shapeshifter", NeurIPS 2021).
 */
const SHARE: Readonly<Record<LayerKind, number>> = {
  attention: 1,
  dense: 2,
  embedding: 4,
};

const ACTION = "shapeshift the model";

/**
 * Decide what becomes of each layer that may be factored.
 *
 * @param layers The layers.
 * @param plan Patterns or a budget, checked before.
 * @param model Parameters of the whole model, and the paths that a pattern may name, in
 *   the model's order: those of the layers, and of those that are factored already.
 * @returns One decision a layer, in their order.
 * @throws {RangeError} If a pattern matches no layer, or the budget can't be kept.
 */
export function planRanks(
  layers: readonly FactorableLayer[],
  plan: ShapeshiftPlan,
  { total, paths }: {
    readonly total: number;
    readonly paths: readonly string[];
  },
): LayerDecision[] {
  if (isBudget(plan)) return byBudget(layers, plan, total);
  checkPatterns(plan, paths);
  return byPatterns(layers, plan);
}

function checkPatterns(plan: PatternPlan, paths: readonly string[]): void {
  for (const pattern of Object.keys(plan)) {
    if (paths.some((path) => matches(pattern, path))) continue;
    throw new RangeError(
      paths.length === 0
        ? `Cannot ${ACTION} as it must have an embedding, dense or attention layer: got none`
        : `Cannot ${ACTION} as each pattern must match one of its layers ${
          paths.join(", ")
        }: got "${pattern}"`,
    );
  }
}

function byPatterns(
  layers: readonly FactorableLayer[],
  plan: PatternPlan,
): LayerDecision[] {
  return layers.map((layer) => {
    const entry = Object.entries(plan)
      .find(([pattern]) => matches(pattern, layer.path));
    if (!entry) return left(layer, "no pattern matches it");
    return decide(layer, withRank(layer, entry[1]));
  });
}

/** The plan with a whole number for its rank. */
function withRank(layer: FactorableLayer, plan: LayerPlan): LayerPlan {
  const { rank } = plan;
  if (Number.isInteger(rank)) return plan;
  const ceilings = matrixShapes(layer, { ...plan, rank: 1 })
    .map(({ kroneckerRankCeiling }) => kroneckerRankCeiling);
  const whole = Math.max(1, Math.round(rank * Math.min(...ceilings)));
  return { ...plan, rank: whole };
}

/** Factors the layer, unless that saves nothing. */
function decide(layer: FactorableLayer, plan: LayerPlan): LayerDecision {
  const parameters = parametersOf(layer, plan);
  if (parameters >= layer.denseParameters) {
    return left(layer, `factored it would have ${parameters} parameters`);
  }
  const { path, denseParameters } = layer;
  return { layer: path, denseParameters, parameters, factored: plan };
}

function left(layer: FactorableLayer, reason: string): LayerDecision {
  const { path, denseParameters } = layer;
  return {
    layer: path,
    denseParameters,
    parameters: denseParameters,
    reason,
  };
}

function byBudget(
  layers: readonly FactorableLayer[],
  plan: BudgetPlan,
  total: number,
): LayerDecision[] {
  const order = plan.order ?? 2;
  const objective = plan.objective ?? "balanced";
  checkPositiveIntegers(ACTION, { order });
  const budget = budgetOf(plan, total);
  const deciders = layers.map((layer) => deciderOf(layer, order, objective));
  const decideAt = (ranks: readonly number[]) =>
    deciders.map((decide, i) => decide(ranks[i]));
  const sizeAt = (ranks: readonly number[]) => {
    const saved = decideAt(ranks).reduce(
      (sum, { denseParameters, parameters }) =>
        sum + denseParameters - parameters,
      0,
    );
    return total - saved;
  };
  const least = layers.map(() => 1);
  const smallest = sizeAt(least);
  if (smallest > budget) {
    const best = Math.floor(100 * total / smallest) / 100;
    throw new RangeError(
      plan.ratio == null
        ? `Cannot ${ACTION} as parameters must be at least ${smallest} with factors of order ${order}: got ${plan.parameters}`
        : `Cannot ${ACTION} as ratio must be at most ${best} with factors of order ${order}: got ${plan.ratio}`,
    );
  }
  const fits = (ranks: readonly number[]) =>
    sizeAt(ranks) <= budget && embeddingsBelowRest(layers, ranks, {
      decide: decideAt,
      total,
    });
  const ranks = growRanks(
    layers.map((layer) => ({
      share: SHARE[layer.kind],
      most: most(layer, order),
    })),
    fits,
  );
  return decideAt(ranks);
}

/** A rank from which on a layer is left whole, so that a higher one changes nothing. */
function most(layer: FactorableLayer, order: number): number {
  const term = { rank: 1, order, objective: "parameters" } as const;
  return Math.ceil(layer.denseParameters / parametersOf(layer, term));
}

/**
 * What becomes of a layer by its rank, or, where that takes no more parameters, by a
 * higher one: fewer multiply–adds may have fewer parameters there.
 */
function deciderOf(
  layer: FactorableLayer,
  order: number,
  objective: FactorShapesObjective,
): (rank: number) => LayerDecision {
  const known = new Map<number, LayerDecision>();
  const decideAt = (rank: number) => {
    let decision = known.get(rank);
    if (!decision) {
      decision = decide(layer, { rank, order, objective });
      known.set(rank, decision);
    }
    return decision;
  };
  const falls = objective === "multiplyAdds"
    ? layer.matrices.flatMap(([inputs, outputs]) =>
      fullRanks({ inputs, outputs, order })
    ).sort((a, b) => a - b)
    : [];
  return (rank) =>
    falls.filter((next) => next > rank).map(decideAt)
      .reduce(
        (best, next) => next.parameters <= best.parameters ? next : best,
        decideAt(rank),
      );
}

function budgetOf({ ratio, parameters }: BudgetPlan, total: number): number {
  if (ratio == null) {
    checkPositiveIntegers(ACTION, { parameters });
    return parameters!;
  }
  if (!(ratio >= 1)) {
    throw new RangeError(
      `Cannot ${ACTION} as ratio must be at least 1: got ${ratio}`,
    );
  }
  return total / ratio;
}

/** Whether embeddings together are smaller than the rest, or as small as can be. */
function embeddingsBelowRest(
  layers: readonly FactorableLayer[],
  ranks: readonly number[],
  { decide, total }: {
    decide: (ranks: readonly number[]) => LayerDecision[];
    total: number;
  },
): boolean {
  const isEmbedding = layers.map(({ kind }) => kind === "embedding");
  if (!isEmbedding.some((is, i) => is && ranks[i] > 1)) return true;
  let embeddings = 0;
  let all = total;
  for (const [i, decision] of decide(ranks).entries()) {
    all += decision.parameters - decision.denseParameters;
    if (isEmbedding[i]) embeddings += decision.parameters;
  }
  // a model that is hardly more than an embedding has no rest to stay below
  const rest = total - layers.filter((_, i) => isEmbedding[i])
    .reduce((sum, { denseParameters }) => sum + denseParameters, 0);
  return rest < total / 100 || embeddings <= all - embeddings;
}

/** Parameters of the layer's matrices when factored. */
function parametersOf(layer: FactorableLayer, plan: LayerPlan): number {
  return matrixShapes(layer, plan)
    .reduce((sum, { parameters }) => sum + parameters, 0);
}

/** Factor shapes of each of a layer's matrices. */
function matrixShapes(
  { path, layer, matrices }: FactorableLayer,
  plan: LayerPlan,
) {
  return matrices.map(([inputs, outputs], i) =>
    shapesOf(
      inputs,
      outputs,
      layer instanceof FeedForward && i === 1 ? turned(plan) : plan,
      `shapeshift ${path}`,
    )
  );
}

/** Factor shapes of one matrix; given factors take the place of chosen ones. */
export function shapesOf(
  inputs: number,
  outputs: number,
  { rank, order = 2, objective, inputFactors, outputFactors }: LayerPlan,
  action = ACTION,
): FactorShapes {
  const chosen = chooseFactorShapes(
    { inputs, outputs, rank, order },
    objective,
  );
  if (!inputFactors && !outputFactors) return chosen;
  const rows = inputFactors ?? chosen.inputFactors;
  const columns = outputFactors ?? chosen.outputFactors;
  factorsFor(action, "inputFactors", inputs, order, rows);
  factorsFor(action, "outputFactors", outputs, order, columns);
  const factors = { inputFactors: rows, outputFactors: columns };
  return shapesWith({ inputs, outputs, rank, ...factors });
}
