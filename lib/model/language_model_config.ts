import { checkObject } from "../error/check_object.ts";
import {
  attentionSizes,
  commonSizes,
  feedForwardSizes,
  type ModelSizes,
  outputSizes,
  sumOfSizes,
  tableSizes,
} from "./model_sizes.ts";
import { checkStackConfig, type StackConfig } from "./stack_config.ts";

/** What a {@linkcode LanguageModel} is made of. */
export interface LanguageModelConfig extends StackConfig {
  /** Number of ids. */
  readonly vocabularySize: number;
  /** Layers of attention and feed-forward. */
  readonly layers: number;
}

/** What can't be done with a wrong configuration. */
export const ACTION = "make a LanguageModel";

/**
 * Refuses a configuration that no model can be made of.
 *
 * @param config Sizes.
 * @throws {RangeError} If {@linkcode checkStackConfig} refuses it, or a size is not an
 * integer >= 1.
 * @throws {TypeError} If it is no object, or there is no option of a name that was given.
 */
export function checkLanguageModelConfig(config: LanguageModelConfig): void {
  checkObject(ACTION, "its options", config);
  const { vocabularySize, layers } = config;
  checkStackConfig(ACTION, config, { vocabularySize, layers });
}

/**
 * What the parameters of a language model are in, without making it.
 *
 * @param config A configuration that a model can be made of.
 * @returns Its matrices, and the number of all other parameters.
 */
export function languageModelSizes(config: LanguageModelConfig): ModelSizes {
  const { vocabularySize, layers } = config;
  const layer = [attentionSizes(config), feedForwardSizes(config)];
  return sumOfSizes([
    tableSizes(vocabularySize, config),
    ...Array.from({ length: layers }, () => layer).flat(),
    commonSizes(config, 1),
    outputSizes(vocabularySize, config),
  ]);
}
