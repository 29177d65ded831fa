import {
  type LanguageModelConfig,
  languageModelSizes,
} from "../model/language_model_config.ts";

/** The kinds of models that are compared. */
export const LANGUAGE_MODELS = ["dense", "factored", "narrow"] as const;

/** One of them. */
export type LanguageModelKind = typeof LANGUAGE_MODELS[number];

/**
 * The configuration of a kind of model.
 *
 * `factored` has the dense model's sizes, and the ranks that fit a budget; `narrow` is
 * dense too, its width and hidden width as large as the same budget allows, in the same
 * proportion.
 *
 * @param kind Which.
 * @param dense The dense model.
 * @param parameters The budget.
 * @returns Its configuration.
 * @throws {RangeError} If no narrow model has so few parameters.
 */
export function languageModelOf(
  kind: LanguageModelKind,
  dense: LanguageModelConfig,
  parameters: number,
): LanguageModelConfig {
  if (kind === "dense") return dense;
  if (kind === "factored") return { ...dense, factored: { parameters } };
  const { heads, width, hidden } = dense;
  const step = heads % 2 === 0 ? heads : 2 * heads; // sines need an even width
  const narrowTo = (own: number): LanguageModelConfig => ({
    ...dense,
    width: own,
    hidden: Math.max(1, Math.round(hidden * own / width)),
  });
  const least = wholeParameters(narrowTo(step));
  if (least > parameters) {
    throw new RangeError(
      `Cannot make a narrow model as it must have at least ${least} parameters: got a budget of ${parameters}`,
    );
  }
  let own = step;
  while (
    own + step <= width && wholeParameters(narrowTo(own + step)) <= parameters
  ) {
    own += step;
  }
  return narrowTo(own);
}

/**
 * Parameters of a model whose matrices are all whole, without making it.
 *
 * @param config A configuration that a model can be made of.
 * @returns Their number.
 */
export function wholeParameters(config: LanguageModelConfig): number {
  const { matrices, others } = languageModelSizes(config);
  return matrices.reduce((sum, m) => sum + m.inputs * m.outputs, others);
}
