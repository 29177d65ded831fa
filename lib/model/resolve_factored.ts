import { checkPositiveIntegers } from "../error/check_positive_integers.ts";
import type { FactoredMatrix } from "../layer/projection.ts";
import { chooseFactorShapes } from "../shape/factor_shapes.ts";
import { growRanks } from "../shape/grow_ranks.ts";
import { FACTORED_PARTS } from "./factored_parts.ts";
import type {
  FactoredBudget,
  FactoredPart,
  FactoredParts,
} from "./factored_parts.ts";
import type { ModelMatrix, ModelSizes } from "./model_sizes.ts";
import type { ResolvedConfig, StackConfig } from "./stack_config.ts";
import { tableFactors } from "./table_factors.ts";

/**
 * Ranks of a budget grow in these proportions: small ones do in attention, embeddings
 * need higher ones (Panahi, Saeedi and Arodz, "Shapeshifter", NeurIPS 2021).
 */
const SHARE: Readonly<Record<FactoredPart, number>> = {
  embedding: 8,
  attention: 1,
  feedForward: 1,
  output: 8,
};

/**
 * A configuration with the ranks that a budget of parameters allows, if it has one.
 *
 * @param config The configuration.
 * @param sizes What its parameters are in.
 * @param action What can't be done otherwise, such as `"make a Transformer"`.
 * @returns The configuration with a rank for each part that is factored.
 * @throws {RangeError} If the budget is below the smallest model's parameters, which
 * the message says.
 */
export function resolveFactored<Config extends StackConfig>(
  config: Config,
  sizes: ModelSizes,
  action: string,
): ResolvedConfig<Config> {
  const { factored, ...rest } = config;
  if (factored === undefined) return rest;
  if (factored.parameters === undefined) return { ...rest, factored };
  return { ...rest, factored: ranksWithin(sizes, factored, action) };
}

/**
 * The ranks of a model with at most so many parameters.
 *
 * They grow in proportion, those of embeddings eight times as fast as the others, and
 * no further than to where a part is smaller than with whole matrices; if a part is not
 * even at rank 1, its matrices stay whole.
 *
 * @param sizes What the model's parameters are in.
 * @param budget Parameters, order, and how factors are chosen.
 * @param action What can't be done otherwise.
 * @returns The parts that are factored.
 * @throws {RangeError} If a number is not an integer >= 1, or the budget is too small.
 */
export function ranksWithin(
  { matrices, others }: ModelSizes,
  { parameters, order = 2, objective }: FactoredBudget,
  action: string,
): FactoredParts {
  checkPositiveIntegers(action, { "factored.parameters": parameters, order });
  const factoredAt = (rank: number): FactoredMatrix & { order: number } => ({
    rank,
    order,
    ...objective && { objective },
  });
  const parts = FACTORED_PARTS.map((part) => {
    const own = matrices.filter((matrix) => matrix.part === part);
    const whole = own.reduce((sum, m) => sum + m.inputs * m.outputs, 0);
    const at = (factored: ReturnType<typeof factoredAt>) =>
      own.reduce((sum, m) => sum + parametersOf(m, factored), 0);
    const most = highest(whole, (rank) => at(factoredAt(rank)) < whole);
    // where shapes depend on the rank, a higher one may take fewer parameters
    const leastTerm = at({ rank: 1, order, objective: "parameters" });
    let first = 1;
    let least = at(factoredAt(first));
    for (let rank = 2; rank <= most && rank * leastTerm < least; rank++) {
      const next = at(factoredAt(rank));
      if (next < least) [first, least] = [rank, next];
    }
    const size = (rank: number) => at(factoredAt(Math.max(first, rank)));
    return { part, whole, size, most, first };
  });
  const factored = parts.filter(({ most }) => most > 0);
  const fixed = parts.filter(({ most }) => most === 0)
    .reduce((sum, { whole }) => sum + whole, others);
  const total = (ranks: readonly number[]) =>
    factored.reduce((sum, { size }, i) => sum + size(ranks[i]), fixed);
  const smallest = total(factored.map(() => 1));
  if (smallest > parameters) {
    throw new RangeError(
      `Cannot ${action} as factored.parameters must be at least ${smallest} with factors of order ${order}: got ${parameters}`,
    );
  }
  const ranks = growRanks(
    factored.map(({ part, most }) => ({ share: SHARE[part], most })),
    (ranks) => total(ranks) <= parameters,
  );
  return Object.fromEntries(
    factored.map(({ part, first }, i) => [
      part,
      factoredAt(Math.max(first, ranks[i])),
    ]),
  );
}

/** The highest rank that fits, 0 if not even 1 does. */
function highest(limit: number, fits: (rank: number) => boolean): number {
  let rank = 0;
  for (let step = 2 ** Math.ceil(Math.log2(limit + 1)); step >= 1; step /= 2) {
    if (rank + step <= limit && fits(rank + step)) rank += step;
  }
  return rank;
}

/** Parameters of a matrix when it is factored, as its layer counts them. */
function parametersOf(
  { inputs, outputs, table }: ModelMatrix,
  factored: FactoredMatrix & { readonly order: number },
): number {
  const { rank, order, objective } = factored;
  const { inputFactors, outputFactors } = table
    ? tableFactors({ inputDim: inputs, outputDim: outputs }, factored)
    : chooseFactorShapes({ inputs, outputs, rank, order }, objective);
  return rank *
    inputFactors.reduce((sum, size, j) => sum + size * outputFactors[j], 0);
}
