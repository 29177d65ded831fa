import type { FactoredMatrix } from "../layer/projection.ts";
import { balancedFactors } from "../shape/balanced_factors.ts";
import { chooseFactorShapes } from "../shape/factor_shapes.ts";

/**
 * How the sizes of a factored table of words are split.
 *
 * Factors that are given stay. The others serve the objective; balanced ones are those
 * of which the cut wastes least, in the same order for both sizes.
 *
 * @param sizes Number of words and width; integers >= 1.
 * @param factored Rank, order, and what factors are given or wanted.
 * @returns Factors of both sizes.
 * @throws {RangeError} If a size is not an integer >= 1.
 */
export function tableFactors(
  { inputDim, outputDim }: {
    readonly inputDim: number;
    readonly outputDim: number;
  },
  { rank, order = 2, objective = "balanced", ...given }: FactoredMatrix,
): {
  inputFactors: readonly number[];
  outputFactors: readonly number[];
} {
  const chosen = objective === "balanced"
    ? {
      inputFactors: balancedFactors(inputDim, order),
      outputFactors: balancedFactors(outputDim, order),
    }
    : chooseFactorShapes(
      { inputs: inputDim, outputs: outputDim, rank, order },
      objective,
    );
  return {
    inputFactors: given.inputFactors ?? chosen.inputFactors,
    outputFactors: given.outputFactors ?? chosen.outputFactors,
  };
}
