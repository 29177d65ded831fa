import {
  attentionSizes,
  commonSizes,
  feedForwardSizes,
  type ModelSizes,
  outputSizes,
  sumOfSizes,
  tableSizes,
} from "./model_sizes.ts";
import type { TransformerConfig } from "./transformer_config.ts";

/**
 * What the parameters of a Transformer are in, without making it.
 *
 * @param config A configuration that a model can be made of.
 * @returns Its matrices, and the number of all other parameters.
 */
export function transformerSizes(config: TransformerConfig): ModelSizes {
  const { sourceSize, targetSize, encoderLayers, decoderLayers } = config;
  const attention = attentionSizes(config);
  const feedForward = feedForwardSizes(config);
  return sumOfSizes([
    tableSizes(sourceSize, config),
    ...config.sharedEmbedding ? [] : [tableSizes(targetSize, config)],
    ...new Array(encoderLayers).fill([attention, feedForward]).flat(),
    ...new Array(decoderLayers).fill([attention, attention, feedForward])
      .flat(),
    commonSizes(config, 2),
    outputSizes(targetSize, config),
  ]);
}
